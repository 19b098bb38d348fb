import type { TestCasita } from '../../support/casita';
import type { LivedBookings } from './live-all';

/** Of each kind, how many bookings there were, and how many of them came to what the kind is about. */
export async function endsOf(
  world: TestCasita,
  lived: LivedBookings,
): Promise<Record<string, { lived: number; ended: number }>> {
  const ends: Record<string, { lived: number; ended: number }> = {};
  for (const [kind, ids] of lived) {
    const rows = await world.app.db.query<{ ended: number }>(
      `select count(*)::int as ended from bookings b where b.id = any ($1) and ${kind.ended}`,
      [ids],
    );
    ends[kind.name] = { lived: ids.length, ended: rows[0]?.ended ?? 0 };
  }
  return ends;
}

const what: Readonly<Record<string, string>> = {
  captures: `payments where state = 'captured'`,
  'balances charged without the guest': `stripe_call c join payments p on p.id = c.subject_id where c.kind = 'charge_off_session' and c.state = 'done' and p.part = 1 and p.state = 'captured'`,
  'balances that the bank asked about': `payments where part = 1 and pay_by is not null`,
  'cards kept': `payment_setup where state = 'ready'`,
  refunds: `refunds where state = 'succeeded'`,
  releases: 'booking_release',
  payouts: `payout where state = 'transferred'`,
  transfers: `transfer where state = 'succeeded'`,
  reversals: `transfer_reversal where state = 'succeeded'`,
  'reversals refused': `transfer_reversal where state = 'failed'`,
  'penalties netted': `payout_line where kind = 'penalty' and amount < 0`,
  'debts netted': `payout_line where kind = 'receivable' and amount < 0`,
  'disputes won': `dispute where reinstated_at is not null`,
  'disputes lost': `dispute where lost_at is not null`,
  'claims paid': `damage_claim where state = 'paid'`,
};

/** How much of what moves money there was. */
export async function seenOf(world: TestCasita): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (const [name, from] of Object.entries(what)) {
    const rows = await world.app.db.query<{ count: number }>(`select count(*)::int as count from ${from}`);
    seen[name] = rows[0]?.count ?? 0;
  }
  return seen;
}

/** What the weather did to calls and events, and what there is at the provider. */
export async function weatherOf(world: TestCasita) {
  const one = async (sql: string) => (await world.app.db.query<{ is: unknown }>(`select (${sql}) as is`))[0]?.is;
  return {
    calls: await one('select count(*)::int from stripe_call'),
    attempts: await one('select sum(attempts)::int from stripe_call'),
    events: await one('select count(*)::int from stripe_event'),
    webhooks: await one(`select json_object_agg(outcome, count) from
      (select coalesce(outcome, 'waits') as outcome, count(*)::int as count from stripe_sandbox.webhook_delivery group by 1) o`),
    doubled: await one(
      `select count(*)::int from (select from stripe_sandbox.webhook_delivery group by event_id, endpoint_id having count(*) > 1) d`,
    ),
    overtaken: await one(
      `select count(*)::int from stripe_sandbox.webhook_delivery d where outcome = 'delivered' and exists
        (select from stripe_sandbox.webhook_delivery e where e.id between d.id + 1 and d.id + 20 and e.outcome = 'delivered' and e.ended_real < d.ended_real)`,
    ),
    objects: await one(
      `select json_object_agg(type, count) from (select type, count(*)::int as count from stripe_sandbox.object group by type) o`,
    ),
  };
}
