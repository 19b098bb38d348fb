import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { type DatasetFile, UnreadableFile } from './dataset';
import { type RawRecord, splitRecords } from './csv-records';

/** A row by the names of the header's columns; columns come and go between years, so each may be missing. */
export interface CsvRow {
  readonly line: number;
  /** Undefined where the file has no such column. */
  get(column: string): string | undefined;
}

export interface BrokenRow {
  readonly line: number;
  readonly reason: string;
  /** What the first column seems to say, so that a broken listing is not taken for one that has gone. */
  readonly firstField: string | null;
}

export interface CsvHandlers {
  /** False: enough, read no further. */
  onRow(row: CsvRow): void | boolean | Promise<void>;
  onBroken(row: BrokenRow): void;
}

/** Reads a CSV file row by row; broken rows are handed out and left out. @throws UnreadableFile without a needed column */
export async function readCsv(
  file: DatasetFile,
  neededColumns: readonly string[],
  handlers: CsvHandlers,
): Promise<void> {
  const { columns, rest } = await readHeader(file.read());
  const missing = neededColumns.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new UnreadableFile(`${file.name} has no column ${missing.map((name) => `"${name}"`).join(', ')}`);
  }
  const index = new Map(columns.map((name, position) => [name, position]));
  const records = splitRecords(rest, recordStart(columns), 2);
  const parser = parse({
    delimiter: ',',
    record_delimiter: '\n',
    relax_quotes: true,
    relax_column_count: true,
    skip_records_with_error: true,
  });
  // The first failure of either ends both; it surfaces from the loop below.
  pipeline(Readable.from(csvText(records, handlers)), parser, () => undefined);
  let lastLine = 1;
  parser.on('skip', (error: Error) =>
    handlers.onBroken({ line: lastLine + 1, reason: error.message, firstField: null }),
  );
  for await (const fields of parser as AsyncIterable<string[]>) {
    const line = Number(fields[0]);
    lastLine = line;
    if (fields.length !== columns.length + 1) {
      const reason = `${fields.length - 1} columns instead of ${columns.length}`;
      handlers.onBroken({ line, reason, firstField: fields[1] ?? null });
      continue;
    }
    const answer = handlers.onRow({ line, get: (column) => fieldAt(fields, index.get(column)) });
    if (answer === false) break;
    if (answer instanceof Promise) await answer;
  }
}

const fieldAt = (fields: readonly string[], position: number | undefined): string | undefined =>
  position === undefined ? undefined : fields[position + 1];

/** Each good record with its line number as a first column of its own. */
async function* csvText(records: AsyncIterable<RawRecord[]>, handlers: CsvHandlers): AsyncGenerator<string> {
  for await (const batch of records) {
    let text = '';
    for (const record of batch) {
      if (record.ok) text += `${record.line},${record.text}\n`;
      else handlers.onBroken({ line: record.line, reason: record.reason, firstField: firstFieldOf(record.text) });
    }
    if (text !== '') yield text;
  }
}

const firstFieldOf = (text: string): string | null => /^"?(\d+)"?,/.exec(text)?.[1] ?? null;

const maxHeaderLength = 20_000;

async function readHeader(chunks: AsyncIterable<string>): Promise<{ columns: string[]; rest: AsyncIterable<string> }> {
  const source = chunks[Symbol.asyncIterator]();
  let text = '';
  while (!text.includes('\n') && text.length < maxHeaderLength) {
    const next = await source.next();
    if (next.done) break;
    text += next.value;
  }
  const end = text.indexOf('\n');
  const header = (end === -1 ? text : text.slice(0, end)).replace(/^\ufeff/, '');
  const columns = header.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return { columns, rest: continued(end === -1 ? '' : text.slice(end + 1), source) };
}

async function* continued(start: string, source: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    if (start !== '') yield start;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

/** What the columns at the beginning of a row look like: enough of them tell a new record from a line of a text. */
const columnShapes: Readonly<Record<string, string>> = {
  id: '"?\\d+"?',
  listing_id: '"?\\d+"?',
  listing_url: '"?https?://[^",]*"?',
  scrape_id: '"?\\d+"?',
  date: '"?\\d{4}-\\d{2}-\\d{2}"?',
  available: '"?[tf]"?',
  reviewer_id: '"?\\d+"?',
};

function recordStart(columns: readonly string[]): RegExp | null {
  const shapes: string[] = [];
  for (const name of columns) {
    const shape = columnShapes[name];
    if (shape === undefined) break;
    shapes.push(shape);
  }
  return shapes.length < 2 ? null : new RegExp(`^${shapes.join(',')}(?:,|$)`);
}
