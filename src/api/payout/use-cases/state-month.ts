import { Temporal } from 'temporal-polyfill';
import type { Sql } from '../../../adapters/postgres/sql';
import type { PostingKind } from '../../../domain/ledger';
import type { MonthStatement } from '../payout-schemas';
import { balancesBefore, statementEntries, type StatementEntry } from '../queries/host-statement';

/** A host's month by the ledger: what they were owed when it began, each change, and what they were owed at its end. Less than nothing: they owe it. */
export async function stateMonth(sql: Sql, hostId: number, month: string): Promise<MonthStatement> {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const from = `${first.toString()}T00:00:00Z`;
  const to = `${first.add({ months: 1 }).toString()}T00:00:00Z`;
  const opening = new Map((await balancesBefore(sql, hostId, from)).map(({ currency, amount }) => [currency, amount]));
  const entries = await statementEntries(sql, hostId, from, to);
  const currencies = [...new Set([...opening.keys(), ...entries.map((entry) => entry.currency)])].sort();
  const shown = currencies.map((currency) => {
    const own = entries.filter((entry) => entry.currency === currency);
    return stateCurrency(currency, opening.get(currency) ?? 0, own);
  });
  // A currency of which nothing is owed and nothing happened is no part of the month.
  return { month, currencies: shown.filter(({ opening: { amount }, lines }) => amount !== 0 || lines.length > 0) };
}

function stateCurrency(currency: string, opening: number, entries: readonly StatementEntry[]) {
  const of = (amount: number) => ({ amount, currency });
  let balance = opening;
  const lines = entries.map((entry) => {
    balance += entry.amount;
    const { booking_document_id: id, booking_reference: reference } = entry;
    return {
      at: entry.at.toISOString(),
      kind: entry.kind as PostingKind,
      booking: id !== null && reference !== null ? { id, reference } : null,
      amount: of(entry.amount),
      balance: of(balance),
    };
  });
  return { currency, opening: of(opening), lines, closing: of(balance) };
}
