import { randomUUID } from 'node:crypto';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { searchHomes } from '../../../src/search/search-homes';
import { readSearch, searchQuery } from '../../../src/search/search-query';
import { verifyQuote } from '../../../src/domain/quote';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeAccount, makeHome, quote, type StayWish, type TestHome } from '../support/world';

/** 20 % off on the first 3 bookings of a listing whose host opts in, counted where the price is made and where it is promised. */
let world: TestCasita;

beforeAll(async () => {
  world = await createTestCasita();
});
afterEach(() => world.checkInvariants());
afterAll(() => world.close());

const night = (n: number): StayWish => ({
  checkIn: `2027-05-1${n}`,
  checkOut: n === 9 ? '2027-05-20' : `2027-05-1${n + 1}`,
});
const newHome = () => makeHome(world.app, { prices: { base: 10_000 }, discounts: { newListing: true } });

async function place(token: string) {
  const actor = await makeAccount(world.app);
  return placeBooking(world.app, { actor, door: 'rest', quote: token, message: '', idempotencyKey: randomUUID() });
}

function totalOf(token: string): number {
  const quoted = verifyQuote(token, world.app.secrets.signQuote, world.app.clock.now());
  if (!quoted.ok) throw new Error(quoted.message);
  return quoted.value.price.total.amount;
}

async function searchedTotal(home: TestHome, wish: StayWish): Promise<number | undefined> {
  const search = readSearch(searchQuery.parse({ ...wish, adults: '2', q: 'Test home' }));
  const found = await searchHomes(world.app, search, { cursor: undefined, pageSize: 100 });
  if (!found.ok) throw new Error(found.message);
  return (
    found.value.homes.find((shown) => (shown.read() as { documentId: string }).documentId === home.documentId)?.total ??
    undefined
  );
}

test('the search list, the quote and the booking say the same, and the fourth guest pays all', async () => {
  const home = await newHome();
  const totals: number[] = [];
  for (const n of [1, 2, 3, 4]) {
    const token = await quote(world.app, home, null, night(n));
    expect(await searchedTotal(home, night(n))).toBe(totalOf(token));
    totals.push(totalOf(token));
    expect((await place(token)).ok).toBe(true);
  }
  expect(totals).toEqual([8_000, 8_000, 8_000, 10_000]);
});

test('two guests cannot both get the last of the first three', async () => {
  const home = await newHome();
  for (const n of [1, 2]) await place(await quote(world.app, home, null, night(n)));
  const [third, fourth] = [await quote(world.app, home, null, night(3)), await quote(world.app, home, null, night(4))];
  expect([totalOf(third), totalOf(fourth)]).toEqual([8_000, 8_000]);
  const answers = await Promise.all([place(third), place(fourth)]);
  const refused = answers.filter((answer) => !answer.ok);
  expect(refused).toEqual([
    expect.objectContaining({ kind: 'conflict', reasons: [{ code: 'quote_stale', field: 'quote' }] }),
  ]);
});

test('a quote of a home that gives no such discount stands, however many bookings come between', async () => {
  const home = await makeHome(world.app, { prices: { base: 10_000 } });
  const token = await quote(world.app, home, null, night(9));
  for (const n of [1, 2, 3]) await place(await quote(world.app, home, null, night(n)));
  expect(totalOf(token)).toBe(10_000);
  expect((await place(token)).ok).toBe(true);
});
