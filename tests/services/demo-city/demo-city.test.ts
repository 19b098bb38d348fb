import type { Database } from '../../../src/adapters/postgres/sql';
import { quoteStay } from '../../../src/api/booking/use-cases/quote-stay';
import { ownListing } from '../../../src/api/property/queries/own-listing';
import { bookingStates } from '../../../src/domain/booking-moves';
import { checkListing, missingForPublication } from '../../../src/domain/listing';
import { addDays, nightOf } from '../../../src/domain/night';
import type { Casita } from '../../../src/ports';
import { makeHomes, source } from '../../../src/sandbox/demo-city/homes';
import { planStays } from '../../../src/sandbox/demo-city/plan';
import { seededRandom } from '../../../src/sandbox/demo-city/random';
import type { TestCasita } from '../support/casita';
import { makeAccount } from '../support/world';
import { fillCity, newCity, SEED } from './fill-city';

const today = nightOf('2026-03-01');
/** Transactions that each killed run lives for: among the people, among what hosts are paid through, and in the middle of the stays. */
const KILLED_AFTER = [100, 500, 1_800];

/** Filling takes half a minute, and several times that on a machine that does other things. */
jest.setTimeout(400_000);

const silent: Casita['log'] = { info: () => undefined, warn: () => undefined, error: () => undefined };
type Table = 'bookings' | 'reviews' | 'payments' | 'refunds' | 'reports' | 'host_account';

async function countByState(db: Database, table: Table) {
  const rows = await db.query<{ state: string; count: number }>(
    `select state, count(*) as count from ${table} group by state`,
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

async function figures(db: Database) {
  return {
    bookings: await countByState(db, 'bookings'),
    reviews: await countByState(db, 'reviews'),
    payments: await countByState(db, 'payments'),
    refunds: await countByState(db, 'refunds'),
    reports: await countByState(db, 'reports'),
    hostAccounts: await countByState(db, 'host_account'),
  };
}

describe('the plan', () => {
  it('is the same for the same seed and day', () => {
    const plan = () => {
      const random = seededRandom(SEED);
      return { homes: makeHomes(random, today), stays: planStays(random) };
    };
    expect(plan()).toEqual(plan());
    expect(makeHomes(seededRandom(SEED + 1), today)).not.toEqual(plan().homes);
  });

  it('gives each home a name and an id of its own', () => {
    const homes = makeHomes(seededRandom(SEED), today);
    expect(new Set(homes.map((home) => home.name)).size).toBe(homes.length);
    expect(new Set(homes.map((home) => home.sourceId)).size).toBe(homes.length);
  });
});

describe('the city', () => {
  let city: TestCasita;
  beforeAll(async () => {
    city = await newCity();
    await fillCity(city, city.app);
  });
  afterAll(() => city.close());

  it('has every home as it was planned, and each is a good listing', async () => {
    const { db } = city.app;
    const planned = makeHomes(seededRandom(SEED), today);
    const rows = await db.query<{ document_id: string; host_id: number; state: string; listed: boolean }>(
      `select p.document_id, p.host_id, p.state, s.listed from properties p join search_property s on s.property_id = p.id
       where p.source = $1`,
      [source],
    );
    expect(rows.length).toBe(planned.length);
    const published = planned.filter((home) => home.state === 'published').length;
    expect(rows.filter((row) => row.state === 'published' && row.listed).length).toBe(published);
    expect(published).toBeLessThan(planned.length);
    for (const row of rows) {
      const listing = await ownListing(db, row.document_id, row.host_id);
      if (!listing) throw new Error(`${row.document_id} is not its host's`);
      expect({ name: listing.name, reasons: [...checkListing(listing), ...missingForPublication(listing)] }).toEqual({
        name: listing.name,
        reasons: [],
      });
    }
  });

  it('sells every published home', async () => {
    const guest = await makeAccount(city.app);
    const homes = await city.app.db.query<{ document_id: string }>(
      `select document_id from properties where source = $1 and state = 'published'`,
      [source],
    );
    const unsold: string[] = [];
    for (const home of homes) if (!(await canBeBooked(city, home.document_id, guest))) unsold.push(home.document_id);
    expect(unsold).toEqual([]);
  });

  it('keeps money and nights as they must be', () => city.checkInvariants());

  it('has seen every state of a booking', async () => {
    expect(Object.keys(await countByState(city.app.db, 'bookings')).sort()).toEqual([...bookingStates].sort());
  });

  it('has hosts who can be paid, and some who cannot yet', async () => {
    const accounts = await countByState(city.app.db, 'host_account');
    expect(accounts).toEqual({ ready: 100, onboarding: 10 });
  });

  it('has reviews in every state, with a trail, replies and an open report', async () => {
    const { db } = city.app;
    expect(Object.keys(await countByState(db, 'reviews')).sort()).toEqual(['hidden', 'pending', 'published', 'sealed']);
    const [trail] = await db.query(
      `select exists (select from reviews r where r.state = 'hidden' and not exists (select from review_decisions d where d.review_id = r.id)) as untold,
         exists (select from reviews where booking_id is not null and state = 'published' and reply is not null) as replied`,
    );
    expect(trail).toEqual({ untold: false, replied: true });
    expect((await countByState(db, 'reports'))['open']).toBe(1);
  });

  it('is finished by the next run where one was killed, whatever it was at', async () => {
    const killed = await newCity();
    try {
      for (const transactions of KILLED_AFTER) {
        const mortal = dyingAfter(killed.app.db, transactions);
        await expect(fillCity(killed, { ...killed.app, db: mortal.db, log: silent })).rejects.toThrow();
        expect(mortal.isDead()).toBe(true);
      }
      const halfWay = await figures(killed.app.db);
      expect(halfWay).not.toEqual(await figures(city.app.db));
      await fillCity(killed, killed.app);
      expect(await figures(killed.app.db)).toEqual(await figures(city.app.db));
      await killed.checkInvariants();
    } finally {
      await killed.close();
    }
  });
});

async function canBeBooked(
  { app }: TestCasita,
  propertyDocumentId: string,
  actor: Awaited<ReturnType<typeof makeAccount>>,
) {
  const start = nightOf(app.clock.now().toString().slice(0, 10));
  for (let ahead = 10; ahead < 120; ahead += 5) {
    const checkIn = addDays(start, ahead);
    const request = {
      checkIn,
      checkOut: addDays(checkIn, 4),
      guests: { adults: 1, children: 0, infants: 0, pets: 0 },
    };
    const quoted = await quoteStay(app, { propertyDocumentId, request, coupon: null, actor });
    if (quoted.ok) return true;
  }
  return false;
}

/** From some transaction on everything fails, as when the process is gone: what is committed by then stays. */
function dyingAfter(db: Database, transactions: number): { readonly db: Database; isDead(): boolean } {
  let left = transactions;
  const isDead = () => left <= 0;
  const breathe = () => {
    if (isDead()) throw new Error('killed');
  };
  return {
    isDead,
    db: {
      async query(text, values) {
        breathe();
        return db.query(text, values);
      },
      async transaction(work) {
        left -= 1;
        breathe();
        return db.transaction(work);
      },
      close: () => db.close(),
    },
  };
}
