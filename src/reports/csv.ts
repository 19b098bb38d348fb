import { stringify } from 'csv-stringify/sync';
import { formatMajor, type Money } from '../domain/money';

/** A cell: text, a count, an amount of money (written in major units), or nothing. */
export type Cell = string | number | boolean | Money | null;

export interface CsvColumn<Row> {
  readonly name: string;
  of(row: Row): Cell;
}

/** A spreadsheet takes these for the beginning of a formula. */
const formula = /^[=+\-@\t\r＝＋－＠]/;

/** Text that somebody wrote is shown as text, whatever it begins with; numbers stay numbers. */
const asText = (text: string): string => (formula.test(text) ? `'${text}` : text);

const plain = (cell: Cell): { readonly written: string } | null => {
  if (cell === null) return null;
  if (typeof cell === 'object') return { written: formatMajor(cell) };
  return { written: typeof cell === 'string' ? asText(cell) : String(cell) };
};

const inCsv = {
  record_delimiter: 'windows',
  quote_record_delimiter: true,
  cast: { object: (cell: Record<string, unknown>) => String(cell['written']) },
} as const;

const ROWS_AT_ONCE = 200;

/**
 * RFC 4180 with a heading, CRLF, UTF-8, some rows at a time. It begins with a byte order mark: without one spreadsheets take
 * 'São' for something else, and what reads CSV by machine knows how to leave it out.
 */
export async function* csvOf<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string> {
  yield stringify([columns.map(({ name }) => name)], { ...inCsv, bom: true });
  let batch: ({ readonly written: string } | null)[][] = [];
  for await (const row of rows) {
    batch.push(columns.map((column) => plain(column.of(row))));
    if (batch.length < ROWS_AT_ONCE) continue;
    yield stringify(batch, inCsv);
    batch = [];
  }
  if (batch.length > 0) yield stringify(batch, inCsv);
}
