import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, importFolder } from '../import/support';
import { createTestCasita, type TestCasita } from '../support/casita';
import { allProofs } from '../support/proofs';
import { proveCity } from './oracle/prove-city';

/** A real city as it was copied last: CASITA_AIRBNB_DATA names a folder with a folder for each snapshot, in order of their names. */
const data = process.env['CASITA_AIRBNB_DATA'] ?? '';
const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);

/** They take longest to read; a listing's own scores say what its ranking hangs on. */
const withoutReviews = (snapshot: string): string =>
  folderOf(
    Object.fromEntries(
      ['listings.csv.gz', 'calendar.csv.gz'].map((name) => [name, readFileSync(join(snapshot, name))]),
    ),
  );

let city: TestCasita;
beforeAll(async () => {
  city = await createTestCasita();
  const snapshots = readdirSync(data).filter((name) => readdirSync(join(data, name)).includes('listings.csv.gz'));
  const options = { currency: 'USD', shiftToToday: true };
  const snapshot = join(data, snapshots.sort().at(-1) ?? '');
  await importFolder(city.app.db, allProofs ? snapshot : withoutReviews(snapshot), options, `${city.app.clock.now()}`);
}, 400_000);
afterAll(() => city?.close());

it(`finds, prices, orders and counts a real city's homes as a naive reader would, and so after it has lived on (seed ${seed})`, async () => {
  const rule = {
    kind: 'percent',
    code: 'occupancy',
    label: 'Occupancy tax',
    basisPoints: 600,
    of: ['accommodation', 'cleaning'],
  };
  const taxes = [{ country: 'US', region: null, city: null, rule }] as never;
  await proveCity({ name: 'imported city', world: city, taxes }, seed);
}, 3_600_000);
