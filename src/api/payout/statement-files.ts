import { formatMajor, type Money } from '../../domain/money';
import { html, type Html } from '../../front/page';
import { csvOf, type CsvColumn } from '../../reports/csv';
import type { MonthStatement, PayoutStatement } from './payout-schemas';

/** Statements as files: the same lines as the JSON, for spreadsheets and for paper. English; a guest app has its own words. */

const words: Readonly<Record<string, string>> = {
  stay: 'Stay',
  penalty: 'Penalty for a cancellation',
  receivable: 'Owed from before',
  correction: 'Correction',
  claim: 'Damage claim',
  released: 'Stay released',
  transferred: 'Transferred to you',
  transfer_reversed: 'Transfer taken back',
  refunded_after_release: 'Refund to the guest',
  refunded_after_transfer: 'Refund to the guest',
  refunded_by_host: 'Refund to the guest, borne by you',
  refund_cover_returned: 'Refund that you bore, returned',
  host_penalty: 'Penalty for a cancellation',
  penalty_waived: 'Penalty waived',
  dispute_lost: 'Dispute lost',
  refunded_by_dispute: 'Dispute lost, counted as a refund',
  adjustment: 'Correction',
};
const wordOf = (kind: string): string => words[kind] ?? kind.replaceAll('_', ' ');
const shown = (money: Money): string => `${formatMajor(money)} ${money.currency}`;
const day = (instant: string): string => instant.slice(0, 10);

type PayoutLine = PayoutStatement['lines'][number];

const payoutColumns: readonly CsvColumn<PayoutLine>[] = [
  { name: 'date', of: ({ at }) => at },
  { name: 'kind', of: ({ kind }) => kind },
  { name: 'booking', of: ({ booking }) => booking.reference },
  { name: 'amount', of: ({ amount }) => amount },
  { name: 'currency', of: ({ amount }) => amount.currency },
];

export const payoutCsv = ({ lines }: PayoutStatement): AsyncGenerator<string> => csvOf(payoutColumns, lines);

export function payoutPage(
  name: string,
  { id, booking, state, amount, lines, transfers, createdAt }: PayoutStatement,
): Html {
  return html`<h1>${name}: payout statement</h1>
    <p>Payout ${id}, ${day(createdAt)}, ${state}</p>
    <p class="soft">${booking.home}, booking ${booking.reference}</p>
    <h2>Lines</h2>
    <table>
      <thead>
        <tr>
          <th>Date</th>
          <th>What</th>
          <th>Booking</th>
          <th class="amount">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (line) =>
            html`<tr>
              <td>${day(line.at)}</td>
              <td>${wordOf(line.kind)}</td>
              <td>${line.booking.reference}</td>
              <td class="amount">${shown(line.amount)}</td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td colspan="3">Payout</td>
          <td class="amount">${shown(amount)}</td>
        </tr>
      </tfoot>
    </table>
    <h2>Transfers</h2>
    <table>
      <thead>
        <tr>
          <th>Date</th>
          <th>Transfer</th>
          <th>State</th>
          <th class="amount">Amount</th>
          <th class="amount">Taken back</th>
        </tr>
      </thead>
      <tbody>
        ${transfers.map(
          (one) =>
            html`<tr>
              <td>${day(one.at)}</td>
              <td>${one.id ?? ''}</td>
              <td>${one.state}</td>
              <td class="amount">${shown(one.amount)}</td>
              <td class="amount">${shown(one.reversed)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

interface MonthRow {
  readonly at: string | null;
  readonly kind: string;
  readonly reference: string | null;
  readonly amount: Money | null;
  readonly balance: Money;
}

const monthColumns: readonly CsvColumn<MonthRow>[] = [
  { name: 'date', of: ({ at }) => at },
  { name: 'kind', of: ({ kind }) => kind },
  { name: 'booking', of: ({ reference }) => reference },
  { name: 'amount', of: ({ amount }) => amount },
  { name: 'balance', of: ({ balance }) => balance },
  { name: 'currency', of: ({ balance }) => balance.currency },
];

function monthRows({ opening, lines, closing }: MonthStatement['currencies'][number]): MonthRow[] {
  return [
    { at: null, kind: 'opening', reference: null, amount: null, balance: opening },
    ...lines.map(({ booking, ...line }) => ({ ...line, reference: booking?.reference ?? null })),
    { at: null, kind: 'closing', reference: null, amount: null, balance: closing },
  ];
}

export const monthCsv = ({ currencies }: MonthStatement): AsyncGenerator<string> =>
  csvOf(monthColumns, currencies.flatMap(monthRows));

export function monthPage(name: string, { month, currencies }: MonthStatement): Html {
  const none = currencies.length === 0 ? [html`<p>Nothing happened in this month.</p>`] : [];
  return html`<h1>${name}: statement of ${month}</h1>
    <p class="soft">
      From the first to the last instant of the month in UTC. An amount less than nothing is owed by you.
    </p>
    ${none}${currencies.map(
      (one) =>
        html`<h2>${one.currency}</h2>
          <table>
            <thead>
              <tr>
                <th>Date</th>
                <th>What</th>
                <th>Booking</th>
                <th class="amount">Amount</th>
                <th class="amount">Balance</th>
              </tr>
            </thead>
            <tbody>
              ${monthRows(one).map(
                (row) =>
                  html`<tr>
                    <td>${row.at === null ? '' : day(row.at)}</td>
                    <td>${wordOf(row.kind)}</td>
                    <td>${row.reference ?? ''}</td>
                    <td class="amount">${row.amount === null ? '' : shown(row.amount)}</td>
                    <td class="amount">${shown(row.balance)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`,
    )}`;
}
