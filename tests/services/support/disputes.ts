import type Stripe from 'stripe';
import type { DisputeRow } from '../../../src/api/dispute/queries/dispute-row';
import { disputeColumns } from '../../../src/api/dispute/queries/dispute-row';
import type { PaidStay } from './alterations';
import type { TestCasita } from './casita';

type Kind = 'fraudulent' | 'product_not_received' | 'inquiry';

/** One of the local Stripe's controls. */
export async function control<T>(world: TestCasita, path: string, params: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`${world.stripeUrl}/_controls${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.secretKey}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(params),
  });
  const answer = (await response.json()) as T & { error?: { message: string } };
  if (answer.error) throw new Error(answer.error.message);
  return answer;
}

/** Fair weather again. */
export async function endFaults(world: TestCasita): Promise<void> {
  await fetch(`${world.stripeUrl}/_controls/faults`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${world.secretKey}` },
  });
}

/** The guest's bank takes the booking's payment back; nobody of ours has heard of it yet. */
export async function dispute(
  world: TestCasita,
  stay: Pick<PaidStay, 'id'>,
  { reason = 'fraudulent', amount }: { reason?: Kind; amount?: number } = {},
): Promise<string> {
  const rows = await world.app.db.query<{ charge: string }>(
    'select stripe_charge as charge from payments where booking_id = $1 and instalment = 0',
    [stay.id],
  );
  const params = { reason, ...(amount === undefined ? {} : { amount: String(amount) }) };
  return (await control<Stripe.Dispute>(world, `/charges/${rows[0]?.charge}/dispute`, params)).id;
}

export const decideIt = (world: TestCasita, id: string, outcome: 'win' | 'lose' | 'escalate') =>
  control<Stripe.Dispute>(world, `/disputes/${id}`, { outcome });

export async function rowOf(world: TestCasita, stripeDispute: string): Promise<DisputeRow> {
  const rows = await world.app.db.query<DisputeRow>(
    `select ${disputeColumns} from dispute d where d.stripe_dispute = $1`,
    [stripeDispute],
  );
  const row = rows[0];
  if (!row) throw new Error(`no dispute ${stripeDispute}`);
  return row;
}

/** What an account of the ledger holds of one booking: debits positive. */
export async function ledgerOf(world: TestCasita, stay: Pick<PaidStay, 'id'>): Promise<Record<string, number>> {
  const rows = await world.app.db.query<{ account: string; amount: number }>(
    `select regexp_replace(e.account, ':.*', '') as account, sum(e.amount)::bigint as amount from ledger_entry e
     join ledger_transaction t on t.id = e.transaction_id where t.booking_id = $1 group by 1 having sum(e.amount) <> 0`,
    [stay.id],
  );
  return Object.fromEntries(rows.map(({ account, amount }) => [account, amount]));
}

/** Mails that were queued: to whom, about what. */
export async function mailsOf(world: TestCasita): Promise<{ mail: string; subject: string; text: string }[]> {
  const rows = await world.app.db.query<{ payload: { mail: string; subject: string; text: string } }>(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'send-mail' order by j.id`,
  );
  return rows.map(({ payload }) => payload);
}
