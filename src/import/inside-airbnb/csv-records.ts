/**
 * Splits CSV text into records. A field in quotes may hold line breaks, so one quote too many or too few would swallow the lines
 * after it, up to the whole file. Therefore: a line that looks like the beginning of a record is one, whatever the quotes
 * before it say, and a broken quote costs the record that it is in.
 */

export type RawRecord =
  | { readonly ok: true; readonly line: number; readonly text: string }
  | { readonly ok: false; readonly line: number; readonly text: string; readonly reason: string };

/** Far above any real record. */
const maxRecordCharacters = 1_000_000;
const maxRecordLines = 2_000;

/** @param startsRecord tells the beginning of a record from a line within one; null where that cannot be told */
export async function* splitRecords(
  chunks: AsyncIterable<string>,
  startsRecord: RegExp | null,
  firstLine: number,
): AsyncGenerator<RawRecord[]> {
  const splitter = new RecordSplitter(startsRecord, firstLine);
  for await (const lines of linesOf(chunks)) yield splitter.take(lines);
  yield splitter.end();
}

/** Physical lines without their \n, in batches as they come. A line that is too long is cut off. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, maxRecordCharacters + 1);
    yield lines;
  }
  if (rest !== '') yield [rest];
}

class RecordSplitter {
  private open: string[] = [];
  private openLength = 0;
  private insideQuotes = false;

  constructor(
    private readonly startsRecord: RegExp | null,
    private line: number,
  ) {}

  take(lines: readonly string[]): RawRecord[] {
    const records: RawRecord[] = [];
    for (const line of lines) this.takeLine(line, records);
    return records;
  }

  end(): RawRecord[] {
    const records: RawRecord[] = [];
    while (this.open.length > 0) this.giveUpFirstLine('a quote is never closed', records);
    return records;
  }

  private takeLine(line: string, records: RawRecord[]): void {
    if (this.open.length > 0 && this.startsRecord?.test(line)) {
      records.push(this.broken('a quote is not closed before the next record', this.open.join('\n')));
      this.drop();
    }
    this.open.push(line);
    this.openLength += line.length + 1;
    this.insideQuotes = endsInsideQuotes(line, this.insideQuotes);
    if (this.openLength > maxRecordCharacters || this.open.length > maxRecordLines) {
      this.giveUpFirstLine('longer than any real record', records);
    } else if (!this.insideQuotes) {
      // The CR of a line end in CRLF; within a record CR is text.
      const text = this.open.join('\n').replace(/\r$/, '');
      if (text !== '') records.push({ ok: true, line: this.line, text });
      this.drop();
    }
  }

  private broken(reason: string, text: string): RawRecord {
    return { ok: false, line: this.line, text: text.slice(0, 200), reason };
  }

  /** The first line of what is open is broken; the lines after it are looked at again. */
  private giveUpFirstLine(reason: string, records: RawRecord[]): void {
    const [first = '', ...others] = this.open;
    records.push(this.broken(reason, first));
    this.open = [first];
    this.drop();
    for (const line of others) this.takeLine(line, records);
  }

  private drop(): void {
    this.line += this.open.length;
    this.open = [];
    this.openLength = 0;
    this.insideQuotes = false;
  }
}

/** Follows the quotes of one line as csv-parse (relax_quotes) reads them: one in the middle of a bare field is a character. */
export function endsInsideQuotes(line: string, insideAtStart: boolean): boolean {
  if (!insideAtStart && !line.includes('"')) return false;
  let inside = insideAtStart;
  let fieldStart = !insideAtStart;
  for (let i = 0; i < line.length; i += 1) {
    const character = line[i];
    if (inside) {
      if (character !== '"') continue;
      if (line[i + 1] === '"') i += 1;
      else inside = false;
    } else if (character === '"' && fieldStart) {
      inside = true;
      fieldStart = false;
    } else {
      fieldStart = character === ',';
    }
  }
  return inside;
}
