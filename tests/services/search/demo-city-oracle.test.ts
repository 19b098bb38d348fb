import { fillCity, newCity } from '../demo-city/fill-city';
import type { TestCasita } from '../support/casita';
import { allProofs } from '../support/proofs';
import { proveCity } from './oracle/prove-city';

const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);

let city: TestCasita;
beforeAll(async () => {
  city = await newCity();
  await fillCity(city, city.app, allProofs);
}, 400_000);
afterAll(() => city?.close());

it(`finds, prices, orders and counts the demo city's homes as a naive reader would, and so after it has lived on (seed ${seed})`, async () => {
  const tax = {
    kind: 'per_guest_night',
    code: 'city',
    label: 'City tax',
    amount: 200,
    maxNights: 7,
    exemptUnderAge: 13,
  };
  const [place] = await city.app.db.query<{ country: string; city: string }>(
    'select country, city from search_property where listed limit 1',
  );
  const taxes = [{ country: place?.country, region: null, city: null, rule: tax }] as never;
  await proveCity({ name: 'demo city', world: city, taxes }, seed);
}, 3_600_000);
