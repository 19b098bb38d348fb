import { randomUUID } from 'node:crypto';
import type { Sql } from '../../../../src/adapters/postgres/sql';
import { cancelBooking } from '../../../../src/api/booking/use-cases/cancel-booking';
import { placeBooking } from '../../../../src/api/booking/use-cases/place-booking';
import { quoteStay } from '../../../../src/api/booking/use-cases/quote-stay';
import { paintCalendar } from '../../../../src/api/property/use-cases/paint-calendar';
import { publishListing, unpublishListing } from '../../../../src/api/property/use-cases/publish-listing';
import { updateListing } from '../../../../src/api/property/use-cases/save-listing';
import type { HostRange } from '../../../../src/domain/calendar-overlay';
import { addDays, type Night } from '../../../../src/domain/night';
import { runCalls } from '../../../../src/outbox/run-calls';
import type { AccountActor } from '../../../../src/ports';
import type { TestCasita } from '../../support/casita';
import { makeAccount, pay, viewOf } from '../../support/world';
import type { Random } from '../random-world';

interface Home {
  readonly documentId: string;
  readonly hostId: number;
}

interface Booked {
  readonly id: number;
  readonly documentId: string;
  readonly guest: AccountActor;
  readonly hostId: number;
}

/** How often each thing was done. */
export type Done = Record<'booked' | 'paid' | 'cancelled' | 'painted' | 'changed' | 'taken down or put up', number>;

interface Living {
  readonly world: TestCasita;
  readonly random: Random;
  readonly homes: readonly Home[];
  readonly guests: readonly AccountActor[];
  readonly booked: Booked[];
  readonly today: Night;
  readonly done: Done;
}

const GUESTS = 6;
/** What is refused is tried otherwise, but not for ever. */
const TRIES_EACH = 40;

/**
 * A city lives on: guests book, pay and cancel, hosts cancel, paint their calendars, change prices and rules, take homes down; in the end
 * what was not paid runs out. Everything goes through its use case, and what is refused does not count. @param acts how many succeed
 */
export async function liveOn(world: TestCasita, random: Random, acts: number): Promise<Done> {
  const { app } = world;
  const living: Living = {
    ...{ world, random, homes: await publishedHomes(app.db), booked: [] },
    guests: await Promise.all(Array.from({ length: GUESTS }, () => makeAccount(app))),
    today: app.clock.now().toString().slice(0, 10) as Night,
    done: { booked: 0, paid: 0, cancelled: 0, painted: 0, changed: 0, 'taken down or put up': 0 },
  };
  let left = acts;
  for (let tries = acts * TRIES_EACH; left > 0; tries -= 1) {
    if (tries === 0) throw new Error(`${left} of ${acts} acts were refused again and again`);
    if (await actOnce(living)) left -= 1;
  }
  await world.settle();
  await world.advance('PT20M');
  return living.done;
}

const publishedHomes = (sql: Sql): Promise<Home[]> =>
  sql.query<Home>(
    `select document_id as "documentId", host_id as "hostId" from properties where state = 'published' and host_id is not null order by id`,
  );

/** @returns whether it was done */
async function actOnce(living: Living): Promise<boolean> {
  const chance = living.random.next();
  if (chance < 0.45) return count(living, 'booked', await book(living));
  if (chance < 0.65) return count(living, 'cancelled', await cancel(living));
  if (chance < 0.9) return count(living, 'painted', await paint(living));
  if (chance < 0.97) return count(living, 'changed', await change(living));
  return count(living, 'taken down or put up', await takeDownOrPutUp(living));
}

function count({ done }: Living, what: keyof Done, wasDone: boolean): boolean {
  if (wasDone) done[what] += 1;
  return wasDone;
}

async function book(living: Living): Promise<boolean> {
  const { world, random, guests, booked } = living;
  const { app } = world;
  const [home, actor] = [random.pick(living.homes), random.pick(guests)];
  const checkIn = addDays(living.today, random.int(1, 90));
  const people = { adults: random.int(1, 2), children: 0, infants: 0, pets: 0 };
  const request = { checkIn, checkOut: addDays(checkIn, random.int(1, 6)), guests: people };
  const quoted = await quoteStay(app, { propertyDocumentId: home.documentId, request, coupon: null, actor });
  if (!quoted.ok) return false;
  const placing = {
    actor,
    door: 'rest',
    quote: quoted.value.token,
    message: '',
    idempotencyKey: randomUUID(),
  } as const;
  const placed = await placeBooking(app, placing);
  if (!placed.ok) return false;
  const id = placed.value.bookingId;
  if (random.chance(0.3)) {
    await runCalls(app, id);
    await pay(world, await viewOf(app, id));
    if (random.chance(0.1)) await world.settle();
    living.done.paid += 1;
  }
  booked.push({ id, documentId: (await viewOf(app, id)).document_id, guest: actor, hostId: home.hostId });
  return true;
}

async function cancel({ world, random, booked }: Living): Promise<boolean> {
  if (booked.length === 0) return false;
  const [{ documentId, guest, hostId }] = booked.splice(random.int(0, booked.length - 1), 1) as [Booked];
  const side = random.pick(['guest', 'guest', 'guest', 'host'] as const);
  const actor = side === 'guest' ? guest : hostActor(hostId);
  const command = {
    actor,
    side,
    door: 'rest',
    bookingDocumentId: documentId,
    reason: null,
    expectedRefund: null,
  } as const;
  return (await cancelBooking(world.app, command)).ok;
}

const hostActor = (hostId: number): AccountActor => ({ kind: 'account', userId: 1, hostId, sessionId: null });

async function paint({ world, random, homes, today }: Living): Promise<boolean> {
  const home = random.pick(homes);
  const maybe = (probability: number, value: () => number) => (random.chance(probability) ? value() : null);
  const ranges = Array.from({ length: random.int(1, 3) }, (): HostRange => {
    const firstNight = addDays(today, random.int(0, 120));
    return {
      firstNight,
      lastNight: addDays(firstNight, random.pick([0, 1, 4, 20])),
      closed: random.chance(0.5),
      price: maybe(0.5, () => random.int(50, 300) * 100),
      minNights: maybe(0.3, () => random.int(1, 5)),
      minNightsThrough: maybe(0.2, () => random.int(1, 4)),
      maxNights: maybe(0.1, () => random.int(5, 20)),
      reason: null,
      source: 'host',
    };
  });
  return (await paintCalendar(world.app, home.hostId, home.documentId, ranges)).ok;
}

async function change({ world, random, homes }: Living): Promise<boolean> {
  const home = random.pick(homes);
  const change = random.pick([
    { prices: { base: random.int(40, 400) * 100, weekend: null, cleaningFee: random.int(0, 90) * 100 } },
    { bookingRules: { minNights: random.int(1, 4), preparationNights: random.int(0, 2) } },
    { bookingRules: { advanceNoticeDays: random.int(0, 3), instantBook: random.chance(0.5) } },
    { discounts: { newListing: random.chance(0.5), lastMinutePercent: 10, lastMinuteDays: random.int(1, 20) } },
    { name: `Casa ${random.pick(['Nova', 'Velha', 'do Norte'])}` },
  ]);
  return (await updateListing(world.app, home.hostId, home.documentId, change)).ok;
}

async function takeDownOrPutUp({ world, random, homes }: Living): Promise<boolean> {
  const home = random.pick(homes);
  const move = random.chance(0.5) ? unpublishListing : publishListing;
  return (await move(world.app, home.hostId, home.documentId)).ok;
}
