import { setTimeout as sleep } from 'node:timers/promises';
import { stripeClient } from '../../../../src/adapters/stripe/stripe-client';
import { listCloses } from '../../../../src/api/balance/queries/closes';
import { closeDay } from '../../../../src/api/balance/use-cases/close-day';
import { brokenInvariants } from '../../../../src/api/payment/queries/invariants';
import type { TestCasita } from '../../support/casita';
import { passTo } from './time';

/**
 * What is still on its way: calls that are owed, events that nobody worked off, movements without posting, and whatever is half done. A
 * payout to a host who cannot be paid is not.
 */
const UNDER_WAY = `
  select 'call' as what from stripe_call where state = 'pending'
  union all select 'event' from stripe_event where processed_at is null
  union all select 'movement' from balance_transaction where ledger_id is null and undone_by is null
  union all select 'refund' from refunds where state in ('creating', 'pending')
  union all select 'payment' from payments where state in ('creating', 'processing', 'authorised', 'scheduled')
  union all select 'card that is kept' from payment_setup where state in ('creating', 'open')
  union all select 'transfer' from transfer where state = 'creating'
  union all select 'reversal' from transfer_reversal where state = 'creating'
  union all select 'release' from booking_release_due
  union all select 'payout' from payout p where state in ('transferring', 'held')
    or state = 'owed' and exists (select from host_account a where a.host_id = p.host_id and a.state = 'ready')
    or state = 'blocked' and not exists (select from dispute d where d.booking_id = p.booking_id and d.reinstated_at is null and d.lost_at is null)
  union all select 'claim' from damage_claim where state = 'filed'
  union all select 'dispute' from dispute where withdrawn_at is not null and reinstated_at is null and lost_at is null
  union all select 'booking' from bookings where state in ('held', 'requested', 'confirmed', 'checked_in')`;

const CONVERGES_MS_MAX = 300_000;

/** Real time until nothing is under way any more, the waiting between two tries of a call included. @returns milliseconds */
export async function converge(world: TestCasita): Promise<number> {
  const started = performance.now();
  for (;;) {
    await passTo(world, world.clock.now().add({ seconds: 31 }));
    await passTo(world, world.clock.now().add({ hours: 25 }));
    const open = await world.app.db.query<{ what: string; count: number }>(
      `select what, count(*)::int as count from (${UNDER_WAY}) each group by what order by what`,
    );
    if (open.length === 0) return performance.now() - started;
    if (performance.now() - started > CONVERGES_MS_MAX) throw new Error(`still under way: ${JSON.stringify(open)}`);
    await sleep(500);
  }
}

/** What the ledger, by host's account and currency, says was sent and not taken back. */
const SENT = `select a.stripe_account as account, e.currency, sum(-e.amount)::bigint as amount from ledger_entry e
  join ledger_transaction t on t.id = e.transaction_id join host_account a on a.host_id = t.host_id
  where e.account = 'stripe' and t.kind in ('transferred', 'transfer_reversed') group by 1, 2`;

/** How much more the provider says it has sent to a host's account than the ledger does; none is the only good answer. */
async function sentOtherwise(world: TestCasita): Promise<Record<string, number>> {
  const differs = new Map<string, number>();
  const add = (account: string, currency: string, amount: number) => {
    const name = `${account} ${currency.toUpperCase()}`;
    differs.set(name, (differs.get(name) ?? 0) + amount);
  };
  const stripe = stripeClient({ secretKey: world.secretKey, apiBase: world.stripeUrl });
  for await (const { destination, currency, amount, amount_reversed: back } of stripe.transfers.list({ limit: 100 }))
    add(String(destination), currency, amount - back);
  const ledger = await world.app.db.query<{ account: string; currency: string; amount: number }>(SENT);
  for (const { account, currency, amount } of ledger) add(account, currency, -amount);
  return Object.fromEntries([...differs].filter(([, amount]) => amount !== 0));
}

export interface Drift {
  /** What ledger and provider do not agree on: of our balance by currency, and of hosts' accounts. */
  readonly drift: Record<string, number>;
  readonly hosts: Record<string, number>;
  readonly broken: readonly unknown[];
  /** What the last daily close found, and what all of those before it raised that nothing has cleared since. */
  readonly raised: number;
  readonly differences: readonly unknown[];
}

export async function drift(world: TestCasita): Promise<Drift> {
  const { db } = world.app;
  const day = world.clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
  await db.query('delete from daily_close where day = $1', [day]);
  const raised = await closeDay(world.app, day);
  const closes = (await listCloses(db, null, 10)).filter((close) => close.day === day);
  return {
    drift: Object.fromEntries(closes.map(({ currency, provider, ledger }) => [currency, provider - ledger])),
    hosts: await sentOtherwise(world),
    broken: await brokenInvariants(db),
    raised,
    differences: await db.query('select kind, subject, amount, detail from close_difference where cleared_at is null'),
  };
}
