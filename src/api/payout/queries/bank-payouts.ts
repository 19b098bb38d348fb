import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { BankPayoutState } from '../../../domain/bank-payout';
import type { ProviderBankPayout } from '../../../ports';

/** Lock the host's balance first. */
export async function bankPayoutState(tx: Tx, stripePayout: string): Promise<BankPayoutState | null> {
  const rows = await tx.query<{ state: BankPayoutState }>('select state from bank_payout where stripe_payout = $1', [
    stripePayout,
  ]);
  return rows[0]?.state ?? null;
}

export async function saveBankPayout(tx: Tx, hostId: number, news: ProviderBankPayout, at: string): Promise<void> {
  await tx.query(
    `insert into bank_payout (stripe_payout, host_id, state, currency, amount, arrives_at, failure, seen_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (stripe_payout) do update set state = excluded.state, arrives_at = excluded.arrives_at, failure = excluded.failure, seen_at = excluded.seen_at`,
    [
      news.id,
      hostId,
      news.state,
      news.currency,
      news.amount,
      news.arrivesAt.toISOString(),
      news.failure?.slice(0, 500) ?? null,
      at,
    ],
  );
}

/** The transfers whose money is in it; those that were in one that came back are in the one that carries it again. */
export async function linkTransfers(tx: Tx, hostId: number, news: ProviderBankPayout): Promise<void> {
  await tx.query(
    'update transfer set bank_payout = $1 where stripe_transfer = any($2) and host_id = $3 and bank_payout is null',
    [news.id, news.transfers, hostId],
  );
  await tx.query('update transfer set bank_payout = $1 where bank_payout = any($2) and host_id = $3', [
    news.id,
    news.sentAgain,
    hostId,
  ]);
}

/**
 * Since when a host's account is to be asked for what it has sent to their bank: since the oldest transfer after `from` of which it is not
 * known to have arrived; null: all of it has.
 */
export async function bankPayoutsDueSince(sql: Sql, hostId: number, from: string): Promise<Date | null> {
  const rows = await sql.query<{ since: Date | null }>(
    `select min(t.updated_at) as since from transfer t left join bank_payout k on k.stripe_payout = t.bank_payout
     where t.host_id = $1 and t.state = 'succeeded' and t.reversed < t.amount and t.created_at > $2 and k.state is distinct from 'paid'`,
    [hostId, from],
  );
  return rows[0]?.since ?? null;
}
