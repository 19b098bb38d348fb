import type { Sql } from '../../../adapters/postgres/sql';
import { accounts } from '../../../domain/ledger';

/** What a host is owed less what they owe, as the ledger has it. */
export interface Balance {
  readonly currency: string;
  readonly amount: number;
}

const ofHost = (hostId: number): readonly string[] => [accounts.hostPayable(hostId), accounts.hostReceivable(hostId)];

export const balancesBefore = (sql: Sql, hostId: number, instant: string): Promise<Balance[]> =>
  sql.query<Balance>(
    `select e.currency, -sum(e.amount)::bigint as amount from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
     where e.account = any($1) and t.at < $2 group by e.currency order by e.currency`,
    [ofHost(hostId), instant],
  );

/** A change of that balance: one posting. What only settles a debt out of a payout changes nothing, and is left out. */
export interface StatementEntry {
  readonly at: Date;
  readonly kind: string;
  readonly currency: string;
  readonly amount: number;
  readonly booking_document_id: string | null;
  readonly booking_reference: string | null;
}

export const statementEntries = (sql: Sql, hostId: number, from: string, to: string): Promise<StatementEntry[]> =>
  sql.query<StatementEntry>(
    `select t.at, t.kind, e.currency, -sum(e.amount)::bigint as amount, b.document_id as booking_document_id, b.reference as booking_reference
     from ledger_entry e join ledger_transaction t on t.id = e.transaction_id left join bookings b on b.id = t.booking_id
     where e.account = any($1) and t.at >= $2 and t.at < $3
     group by t.id, t.at, t.kind, e.currency, b.document_id, b.reference having sum(e.amount) <> 0 order by t.at, t.id`,
    [ofHost(hostId), from, to],
  );
