import type { Sql } from '../../../adapters/postgres/sql';

/** What the ledger and the mirror say is on our balance, by currency, in minor units. */
export interface BalanceSums {
  readonly currency: string;
  readonly ledger: number;
  readonly mirrored: number;
}

export const balanceSums = (sql: Sql): Promise<BalanceSums[]> =>
  sql.query<BalanceSums>(
    `select currency, coalesce(l.amount, 0)::bigint as ledger, coalesce(m.amount, 0)::bigint as mirrored
     from (select currency, sum(amount) as amount from ledger_entry where account = 'stripe' group by currency) l
     full join (select currency, sum(net) as amount from balance_transaction group by currency) m using (currency) order by currency`,
  );

/**
 * What stands on one side only: a movement without its posting, or a posting on our balance without its movement. `amount` is what it
 * makes the provider's balance more than the ledger's.
 */
export interface OneSided {
  readonly kind: 'movement' | 'posting';
  readonly subject: string;
  readonly what: string;
  readonly amount: number;
  readonly currency: string;
  readonly at: Date;
  /** Still on its way at the provider's, so that nobody need look at it yet. */
  readonly underWay: boolean;
  /** Why staff say it is right so; null where nobody did. */
  readonly reason: string | null;
}

export const oneSided = (sql: Sql): Promise<OneSided[]> =>
  sql.query<OneSided>(
    `select s.*, d.reason from (
       select 'movement' as kind, b.id as subject, b.type || ' ' || b.source as what, b.net as amount, b.currency, b.created_at as at,
         exists (select from refunds r where r.stripe_refund = b.source and r.state = 'pending') as "underWay"
       from balance_transaction b where b.ledger_id is null and b.undone_by is null
       union all
       select 'posting', t.id::text, t.kind || ' ' || t.external_id, -e.amount, e.currency, t.at, false
       from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
       where e.account = 'stripe' and not exists (select from balance_transaction b where b.ledger_id = t.id)
     ) s left join close_difference d on d.kind = s.kind and d.subject = s.subject order by s.at, s.subject`,
  );
