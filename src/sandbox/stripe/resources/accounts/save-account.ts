import { fingerprintOf } from '../../http/idempotency';
import type { AccountBody, AccountHidden, RelatedObject, Stored } from '../../objects';
import { saveObject } from '../../queries/save-object';
import { notify, type Work } from '../../work';
import { canBePaidOut } from './capabilities';
import { schedulePayout } from '../payouts/schedule';

export function accountReference(id: string): RelatedObject {
  return { id, type: 'v2.core.account', url: `/v2/core/accounts/${id}` };
}

/** The sections of an account, and the event that tells of a change in each. */
const sections = [
  ['configuration', 'v2.core.account[configuration.recipient].updated'],
  ['defaults', 'v2.core.account[defaults].updated'],
  ['identity', 'v2.core.account[identity].updated'],
  ['requirements', 'v2.core.account[requirements].updated'],
] as const;

const ownFields = [
  'applied_configurations',
  'contact_email',
  'contact_phone',
  'dashboard',
  'display_name',
  'metadata',
] as const;

/** Writes an account back and tells of what is different: one event a section, one for each capability whose status moved. */
export async function saveAccount(
  work: Work,
  before: Stored<'v2.core.account'>,
  after: { readonly body: AccountBody; readonly hidden: AccountHidden },
): Promise<void> {
  await saveObject(work.tx, { ...before, ...after });
  const tell = (type: string, was: unknown, is: unknown) =>
    notify(work, type, { related: accountReference(before.id), changes: { before: was, after: is } });
  const own = (body: AccountBody) => Object.fromEntries(ownFields.map((field) => [field, body[field] ?? null]));
  if (differs(own(before.body), own(after.body))) tell('v2.core.account.updated', own(before.body), own(after.body));
  for (const [section, type] of sections) {
    const was = before.body[section];
    const is = after.body[section];
    if (differs(was, is)) tell(type, { [section]: was }, { [section]: is });
  }
  tellOfCapabilities(work, before.body, after.body);
  if (!canBePaidOut(before) && canBePaidOut({ ...before, ...after })) await schedulePayout(work, before.id);
}

function tellOfCapabilities(work: Work, before: AccountBody, after: AccountBody): void {
  for (const name of ['stripe_transfers', 'payouts'] as const) {
    const status = (body: AccountBody) =>
      body.configuration.recipient?.capabilities?.stripe_balance?.[name]?.status ?? null;
    if (status(before) === status(after)) continue;
    notify(work, 'v2.core.account[configuration.recipient].capability_status_updated', {
      related: accountReference(after.id),
      data: { updated_capability: `stripe_balance.${name}` },
    });
  }
}

/** The database keeps no order of keys. */
const differs = (one: unknown, other: unknown) => fingerprintOf(one) !== fingerprintOf(other);
