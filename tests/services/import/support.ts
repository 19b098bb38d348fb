import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Temporal } from 'temporal-polyfill';
import type { Database, Sql } from '../../../src/adapters/postgres/sql';
import { nightStatuses } from '../../../src/domain/night-statuses';
import { addDays, nightOf } from '../../../src/domain/night';
import { openDataset } from '../../../src/import/inside-airbnb/dataset';
import { importInsideAirbnb, type ImportOptions } from '../../../src/import/inside-airbnb/import-inside-airbnb';
import type { ImportReport } from '../../../src/import/inside-airbnb/import-report';
import { loadNights, loadTerms } from '../../../src/search/load-terms';

export const fixture = (name: string) => join(__dirname, 'fixtures', name);

/** The id of the first fixture home: past 2^53, as real ones are. */
export const big = '1034567890123456789';

const usual: ImportOptions = { currency: 'EUR', timeZone: null, shiftToToday: false, place: {} };

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder with these files. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'casita-import-test-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** The same files, packed. */
export const packed = (folder: string): string =>
  folderOf(
    Object.fromEntries(readdirSync(folder).map((name) => [`${name}.gz`, gzipSync(readFileSync(join(folder, name)))])),
  );

export async function importOutcome(
  db: Database,
  folder: string,
  options: Partial<ImportOptions> = {},
  now = '2026-02-20T10:00:00Z',
) {
  const dataset = await openDataset(folder);
  if (dataset === null) throw new Error(`no dataset in ${folder}`);
  const clock = { now: () => Temporal.Instant.from(now) };
  return importInsideAirbnb({ db, clock, progress: () => undefined }, dataset, { ...usual, ...options });
}

/** An import that must go through. */
export async function importFolder(...args: Parameters<typeof importOutcome>): Promise<ImportReport> {
  const outcome = await importOutcome(...args);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}

/** Each line of the file under the names of its header; only for files without quoted line breaks and commas. */
export function simpleRows(csv: string): Record<string, string>[] {
  const [header = '', ...lines] = csv.trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value])));
}

/** The nights from `from` on that guests cannot book because they are closed, by the rules that bookings are checked with. */
export async function closedNightsOf(sql: Sql, propertyId: number, from: string, count: number): Promise<string[]> {
  const terms = await loadTerms(sql, propertyId);
  if (terms === null) throw new Error(`property ${propertyId} has no terms`);
  const first = nightOf(from);
  const end = addDays(first, count);
  const { ranges, taken } = await loadNights(sql, terms, first, end);
  const now = Temporal.Instant.from(`${addDays(first, -1)}T00:00:00Z`);
  return nightStatuses(terms, ranges, taken, first, end, now)
    .filter(({ reason }) => reason === 'closed')
    .map(({ night }) => night);
}

export async function idOf(sql: Sql, sourceId: string): Promise<number> {
  const [row] = await sql.query<{ id: number }>('select id from properties where source_id = $1', [sourceId]);
  if (!row) throw new Error(`no property ${sourceId}`);
  return row.id;
}

/** Everything that an import writes, what refers to others first. */
const written = [
  'search_property', 'imported_listing', 'review_decisions', 'reviews', 'calendar_ranges', 'properties_cmps',
  'properties_amenities_lnk', 'properties', 'host_profiles', 'amenities', 'components_property_address',
  'components_property_point', 'components_property_capacity', 'components_property_prices',
  'components_property_booking_rules', 'components_property_house_rules',
]; // prettier-ignore

/** As on the first day; much faster than another database. */
export async function emptyTables(sql: Sql): Promise<void> {
  for (const table of ['stay_night', 'bookings', ...written]) await sql.query(`delete from ${table}`);
}

/** All of it as text: equal before and after means that nothing has changed. */
export async function contentOf(sql: Sql, without: readonly string[] = []): Promise<string> {
  const parts: string[] = [];
  for (const table of written) {
    const rows = await sql.query<{ row: string }>(
      `select (to_jsonb(t) - $1::text[])::text as row from ${table} t order by 1`,
      [[...without]],
    );
    parts.push(`${table}\n${rows.map(({ row }) => row).join('\n')}`);
  }
  return parts.join('\n\n');
}
