import type { Temporal } from 'temporal-polyfill';
import type { TestCasita } from '../../support/casita';
import { Homes, type Place } from './homes';
import { deal } from './kinds';
import { FAR_DAYS, NEAR_DAYS, momentAt, moments, type Kind, type LivedStay, type Moment } from './life';
import { place } from './placing';
import { abreast, endHoldsAt, passPatiently } from './time';
import { dice } from './weather';

const BATCH = 250;

interface Lived {
  readonly kind: Kind;
  readonly place: Place;
  stay?: LivedStay;
}

/** The bookings that were lived, by kind. */
export type LivedBookings = ReadonlyMap<Kind, readonly number[]>;

/** Lives `count` bookings, one batch after the other, each as the dice say. */
export async function liveAll(world: TestCasita, count: number, seed: number): Promise<LivedBookings> {
  const throwDice = dice(seed);
  const homes = new Homes(world, `lives-${seed}`);
  const all = deal(count, throwDice);
  const lived = new Map<Kind, number[]>();
  for (let from = 0; from < count; from += BATCH) {
    homes.beginBatch();
    const batch: Lived[] = [];
    for (const kind of all.slice(from, from + BATCH))
      batch.push({ kind, place: await homes.placeFor(kind, throwDice) });
    await liveBatch(world, batch);
    for (const { kind, stay } of batch) if (stay) lived.set(kind, [...(lived.get(kind) ?? []), stay.id]);
  }
  return lived;
}

async function liveBatch(world: TestCasita, batch: readonly Lived[]): Promise<void> {
  const first = world.clock.now().toZonedDateTimeISO('UTC').startOfDay().add({ days: 1 });
  for (const moment of moments) {
    const instant = instantOf(first, moment);
    await (moment === 'hold over' ? endHoldsAt(world, instant) : passPatiently(world, instant));
    if (moment === 'booked') await abreast(batch, (lived) => begin(world, lived));
    const acting = batch.filter(({ kind }) => kind.acts[moment] !== undefined);
    await abreast(acting, async ({ kind, stay }) => stay && kind.acts[moment]?.(world, stay));
  }
}

async function begin(world: TestCasita, lived: Lived): Promise<void> {
  const { kind } = lived;
  lived.stay = await place(world, kind, { ...lived.place, days: kind.isFar ? FAR_DAYS : NEAR_DAYS });
}

function instantOf(first: Temporal.ZonedDateTime, moment: Moment): Temporal.Instant {
  const { day, hour, seconds = 0 } = momentAt[moment];
  return first.add({ days: day, hours: hour, seconds }).toInstant();
}
