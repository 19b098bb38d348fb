import { randomUUID } from 'node:crypto';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { paintCalendar } from '../../../src/api/property/use-cases/paint-calendar';
import { unpublishListing } from '../../../src/api/property/use-cases/publish-listing';
import { updateListing } from '../../../src/api/property/use-cases/save-listing';
import { writeListings } from '../../../src/api/property/use-cases/write-listings';
import { parseQuery } from '../../../src/contract/parse-query';
import { addDays, type Night } from '../../../src/domain/night';
import { verifyQuote } from '../../../src/domain/quote';
import type { Casita } from '../../../src/ports';
import { staleSearchRows } from '../../../src/search/refresh-search-rows';
import { searchHomes } from '../../../src/search/search-homes';
import { readSearch, searchQuery } from '../../../src/search/search-query';
import { createTestCasita, type TestCasita } from '../support/casita';
import { homeRecord, makeAccount, makeHome, quote, type TestHome } from '../support/world';

/** What is kept of homes must never be seen to be old: each change is looked for right after it, by a search that was asked before. */
let world: TestCasita;
/** The app, with an ear at the connections of searches. */
let app: Casita;
let statements = 0;
let afterNext: (() => Promise<unknown>) | null = null;

beforeAll(async () => {
  world = await createTestCasita();
  const { searchDb } = world.app;
  app = {
    ...world.app,
    searchDb: {
      ...searchDb,
      async query<Row>(...asked: Parameters<typeof searchDb.query>) {
        statements += 1;
        const rows = await searchDb.query<Row>(...asked);
        const act = afterNext;
        afterNext = null;
        await act?.();
        return rows;
      },
    },
  };
});
afterAll(() => world.close());

const today = () => world.clock.now().toString().slice(0, 10) as Night;
const stayIn = (days: number, nights = 3) => ({ checkIn: addDays(today(), days), checkOut: addDays(today(), days + nights) }); // prettier-ignore
type Stay = ReturnType<typeof stayIn>;

/** Of the one home: its total in the list, its card, and how many statements it took. */
async function found(home: TestHome, stay: Stay | null, adults = 2) {
  const [named] = await world.app.db.query<{ name: string }>('select name from properties where id = $1', [home.id]);
  // Read as at the doors: a query that comes again is the same object.
  const query = parseQuery(searchQuery, { ...stay, adults: String(adults), q: named?.name ?? '' });
  if (!query.ok) throw new Error(query.message);
  const before = statements;
  const page = await searchHomes(app, readSearch(query.value), { cursor: undefined, pageSize: 100 });
  if (!page.ok) throw new Error(page.message);
  const shown = page.value.homes.find((each) => (each.read() as { documentId: string }).documentId === home.documentId);
  return { total: shown?.total ?? null, card: shown && (shown.read() as { name: string; basePrice: object }), asked: statements - before }; // prettier-ignore
}

async function quoted(home: TestHome, stay: Stay, adults = 2): Promise<number> {
  const read = verifyQuote(await quote(world.app, home, null, { ...stay, adults }), world.app.secrets.signQuote, world.clock.now()); // prettier-ignore
  if (!read.ok) throw new Error(read.message);
  return read.value.price.total.amount;
}

const newHome = () => makeHome(world.app, { prices: { base: 10_000, extraGuestFee: 1_000, extraGuestsFrom: 3 } });

it('asks which homes there are, and no more, for what it has shown before', async () => {
  const home = await newHome();
  const stay = stayIn(20);
  const first = await found(home, stay);
  expect(first).toMatchObject({ total: await quoted(home, stay), asked: 2 });
  const again = await found(home, stay);
  expect(again).toEqual({ ...first, asked: 1 });
  const without = await found(home, null);
  expect([without.asked, (await found(home, null)).asked, without.card?.basePrice]).toEqual([2, 1, { amount: 10_000, currency: 'EUR' }]); // prettier-ignore
});

it('shows each stay and each company its own price', async () => {
  const home = await newHome();
  for (const [stay, adults] of [[stayIn(20), 2], [stayIn(20), 4], [stayIn(21), 2], [stayIn(20, 5), 2]] as const) {
    const total = await quoted(home, stay, adults);
    expect((await found(home, stay, adults)).total).toBe(total);
    expect(await found(home, stay, adults)).toMatchObject({ total, asked: 1 });
  } // prettier-ignore
});

const range = (stay: Stay, change: { closed?: boolean; price?: number }) => ({
  ...{ firstNight: stay.checkIn, lastNight: stay.checkIn, closed: false, price: null, minNights: null },
  ...{ minNightsThrough: null, maxNights: null, reason: null, source: 'host' as const, ...change },
});

const changes: [string, (home: TestHome, stay: Stay) => Promise<{ ok: boolean }>, 'priced' | 'gone'][] = [
  ['another price', (home) => updateListing(world.app, home.hostId, home.documentId, { prices: { base: 20_000 } }), 'priced'],
  ['a price of one night', (home, stay) => paintCalendar(world.app, home.hostId, home.documentId, [range(stay, { price: 33_000 })]), 'priced'],
  ['a closed night', (home, stay) => paintCalendar(world.app, home.hostId, home.documentId, [range(stay, { closed: true })]), 'gone'],
  ['a longer least stay', (home) => updateListing(world.app, home.hostId, home.documentId, { bookingRules: { minNights: 4 } }), 'gone'],
  ['a home taken down', (home) => unpublishListing(world.app, home.hostId, home.documentId), 'gone'],
  ['a booking', (home, stay) => book(home, stay), 'gone'],
]; // prettier-ignore

async function book(home: TestHome, stay: Stay) {
  const actor = await makeAccount(world.app);
  const token = await quote(world.app, home, actor, stay);
  return placeBooking(world.app, { actor, door: 'rest', quote: token, message: '', idempotencyKey: randomUUID() });
}

it.each(changes)('%s is seen at once', async (_name, change, what) => {
  const home = await newHome();
  const stay = stayIn(20);
  const before = await found(home, stay);
  expect((await change(home, stay)).ok).toBe(true);
  const after = await found(home, stay);
  expect(after.total).toBe(what === 'gone' ? null : await quoted(home, stay));
  expect(after.total).not.toBe(before.total);
});

it.each(changes)('%s between finding the homes and reading them is not missed', async (_name, change, what) => {
  const home = await newHome();
  const stay = stayIn(20);
  afterNext = () => change(home, stay);
  const { total } = await found(home, stay);
  expect(total).toBe(what === 'gone' ? null : await quoted(home, stay));
  expect((await found(home, stay)).total).toBe(total);
});

it('a discount that begins with the day at the home is in the price from its first minute on', async () => {
  const home = await newHome();
  await updateListing(world.app, home.hostId, home.documentId, { discounts: { lastMinutePercent: 10, lastMinuteDays: 5 } }); // prettier-ignore
  const stay = stayIn(6);
  const totals: (number | null)[] = [];
  for (let quarters = 0; quarters < 4 * 36; quarters += 1) {
    const { total } = await found(home, stay);
    if (total !== totals.at(-1)) expect(total).toBe(await quoted(home, stay));
    totals.push(total);
    await world.clock.moveTo(world.clock.now().add({ minutes: 15 }));
  }
  expect(new Set(totals)).toEqual(new Set([30_000, 27_000]));
});

it('what an import of one home says of its host is shown with the host’s other homes', async () => {
  const host = { sourceId: 'host-of-two', displayName: 'Before' };
  const [first, second] = [await makeHome(world.app, { host }), await makeHome(world.app, { host })];
  const nameOf = async (home: TestHome) => ((await found(home, null)).card as unknown as { host: { displayName: string } }).host.displayName; // prettier-ignore
  expect([await nameOf(first), await nameOf(second)]).toEqual(['Before', 'Before']);
  const [row] = await world.app.db.query<{ source_id: string; name: string }>('select source_id, name from properties where id = $1', [first.id]); // prettier-ignore
  const record = homeRecord(String(row?.source_id), { name: row?.name ?? '', host: { ...host, displayName: 'After' } });
  await world.app.db.transaction((tx) => writeListings(tx, [record], world.clock.now()));
  expect([await nameOf(first), await nameOf(second)]).toEqual(['After', 'After']);
  expect(await staleSearchRows(world.app.db, [first.id, second.id])).toEqual([]);
});
