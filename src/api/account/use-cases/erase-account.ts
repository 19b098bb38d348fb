import type { Tx } from '../../../adapters/postgres/sql';
import { accept, refuse, type Outcome, type Reason } from '../../../domain/refusal';
import type { AccountActor, Casita } from '../../../ports';
import { refreshSearchRows } from '../../../search/refresh-search-rows';
import { oweCustomerDeletion } from '../../saved-card/use-cases/delete-customer';
import { HOST_ROLE } from '../../host/panel-names';
import { oweClosing } from '../../host-account/use-cases/close-account';
import { eraseGuestOfClaims, eraseHostOfClaims } from '../../damage-claim/queries/erase-claims';
import { eraseDisputes } from '../../dispute/queries/erase-disputes';
import { deleteProperty, propertyHistory } from '../../property/queries/delete-property';
import { keepTaxRecord } from '../../tax-profile/use-cases/keep-tax-record';
import { filesInUse } from '../../property/queries/photo-uses';
import { takeLimits } from '../limits';
import { eraseHost, eraseListing, eraseTraces, eraseUser, lockTraces, unfinished } from '../queries/erase-account';
import { signInAccountById } from '../queries/sign-in-account';

export interface EraseAccount {
  readonly actor: AccountActor;
  readonly password: string;
}

/**
 * Takes a person out (GDPR, article 17): name, address, phone number, words, pictures and listings. Bookings, payments and
 * scores stay without them, because others' stays and the books rest on them. It cannot be undone, so it asks for the password.
 */
export async function eraseAccount(app: Casita, command: EraseAccount): Promise<Outcome<{ ok: true }>> {
  const { userId, hostId } = command.actor;
  const limited = await takeLimits(app, { passwordByAccount: String(userId) });
  if (limited) return limited;
  const account = await signInAccountById(app.db, userId);
  if (!(await app.accounts.checkPassword(command.password, account?.passwordHash ?? null))) {
    return refuse('refused', 'The password is not right', [{ code: 'wrong_password', field: 'password' }]);
  }
  const outcome = await app.db.transaction((tx) => erase(app, tx, userId, hostId));
  if (!outcome.ok) return outcome;
  for (const fileId of outcome.value) await app.photos.remove(fileId);
  return accept({ ok: true });
}

/** @returns files that nothing shows any more */
async function erase(app: Casita, tx: Tx, userId: number, hostId: number | null): Promise<Outcome<number[]>> {
  const at = app.clock.now().toString();
  const properties = await lockTraces(tx, userId, hostId);
  const open = await unfinished(tx, userId, hostId);
  if (open.bookings + open.payments > 0) {
    return refuse('conflict', 'Stays or payments are not over yet: cancel them, or come back after', reasonsOf(open));
  }
  const closing = hostId === null ? accept(null) : await oweClosing(app, tx, hostId, { kind: 'host' });
  if (!closing.ok) return closing;
  if (hostId !== null) await keepTaxRecord(app, tx, hostId);
  const files: number[] = [];
  for (const propertyId of properties) {
    const { bookings, reviews } = await propertyHistory(tx, propertyId);
    files.push(
      ...(bookings || reviews ? await eraseListing(tx, propertyId, at) : await deleteProperty(tx, propertyId)),
    );
  }
  await eraseTraces(tx, userId);
  await eraseDisputes(tx, userId, at);
  await eraseGuestOfClaims(tx, userId);
  if (hostId !== null) await eraseHostOfClaims(tx, hostId);
  await oweCustomerDeletion(app, tx, userId);
  if (hostId !== null) files.push(...(await eraseHost(tx, hostId, HOST_ROLE, at)));
  await eraseUser(tx, userId, at);
  await refreshSearchRows(tx, properties);
  const inUse = await filesInUse(tx, files);
  return accept(files.filter((fileId) => !inUse.has(fileId)));
}

function reasonsOf(open: { bookings: number; payments: number }): Reason[] {
  const reasons: Reason[] = [];
  if (open.bookings > 0) reasons.push({ code: 'open_bookings', value: open.bookings });
  if (open.payments > 0) reasons.push({ code: 'open_payments', value: open.payments });
  return reasons;
}
