import type {
  AmenityRecord,
  CalendarRangeRecord,
  HostRecord,
  ListingRecord,
  ReviewRecord,
} from '../../api/property/listing-record';
import { addDays, type Night } from '../../domain/night';
import { city, neighbourhoods, type Neighbourhood } from './geography';
import type { Random } from './random';
import {
  aboutHost,
  endings,
  firstNames,
  homeKinds,
  hostLanguages,
  lastNames,
  middles,
  mixed,
  praise,
  type HomeKind,
} from './words';

export const source = 'demo';

const HOSTS = 120;
const HOMES = 300;
/** Every so many homes one that is not on the market yet. */
const DRAFT_EVERY = 37;

const amenities: readonly AmenityRecord[] = [
  ['wifi', 'Wifi', 'Basics'],
  ['kitchen', 'Kitchen', 'Basics'],
  ['heating', 'Heating', 'Basics'],
  ['washing-machine', 'Washing machine', 'Basics'],
  ['desk', 'Dedicated workspace', 'Work'],
  ['air-conditioning', 'Air conditioning', 'Comfort'],
  ['fireplace', 'Stove or fireplace', 'Comfort'],
  ['bathtub', 'Bathtub', 'Comfort'],
  ['balcony', 'Balcony', 'Outside'],
  ['garden', 'Garden', 'Outside'],
  ['pool', 'Pool', 'Outside'],
  ['parking', 'Free parking', 'Outside'],
  ['barbecue', 'Barbecue', 'Outside'],
  ['sea-view', 'Sea view', 'Outside'],
  ['cot', 'Cot', 'Family'],
  ['high-chair', 'High chair', 'Family'],
  ['step-free', 'Step-free entrance', 'Access'],
  ['smoke-alarm', 'Smoke alarm', 'Safety'],
].map(([code, name, group]) => ({ code: code as string, name: name as string, group: group as string }));

/** Whose homes the demo account of the host runs. */
export const demoHostName = 'Olímpia Quaresma';

export const hostSourceId = (index: number): string => `host-${index + 1}`;

export function makeHosts(random: Random, today: Night): HostRecord[] {
  return Array.from({ length: HOSTS }, (_, index) => ({
    sourceId: hostSourceId(index),
    // The first one is the demo account's.
    displayName: index === 0 ? demoHostName : `${random.pick(firstNames)} ${random.pick(lastNames)}`,
    about: random.pick(aboutHost),
    languages: random.some(hostLanguages, random.whole(1, 3)),
    location: city.name,
    since: addDays(today, -random.whole(200, 3_000)),
    responseTime: random.pick(['within_an_hour', 'within_a_few_hours', 'within_a_day'] as const),
    responseRatePercent: random.whole(82, 100),
    superhost: random.chance(0.2),
  }));
}

/** Some hosts have one home, a few have many: the first one is the demo account's. */
function hostOf(random: Random, hosts: readonly HostRecord[], index: number): HostRecord {
  if (index < 6) return hosts[0] as HostRecord;
  return index < HOSTS + 5 ? (hosts[index - 5] as HostRecord) : random.pick(hosts.slice(1, 60));
}

export function makeHomes(random: Random, today: Night): ListingRecord[] {
  const hosts = makeHosts(random, today);
  const names = new Map<string, number>();
  return Array.from({ length: HOMES }, (_, index) =>
    makeHome(random, hostOf(random, hosts, index), index, today, names),
  );
}

function makeHome(
  random: Random,
  host: HostRecord,
  index: number,
  today: Night,
  names: Map<string, number>,
): ListingRecord {
  const kind = random.pick(homeKinds);
  const place = random.pick(neighbourhoods);
  const maxGuests = random.whole(kind.guests[0], kind.guests[1]);
  const bedrooms = kind.roomType === 'private_room' ? 1 : Math.max(1, Math.round(maxGuests / 2));
  const base = priceOf(random, kind, place, maxGuests);
  return {
    source,
    sourceId: `home-${index + 1}`,
    host,
    name: nameOf(random, kind, place, names),
    summary: [random.pick(kind.openings), random.pick(middles), random.pick(endings)].join('\n\n'),
    neighbourhood: place.name,
    neighbourhoodOverview: place.words,
    propertyType: kind.type,
    roomType: kind.roomType,
    currency: city.currency,
    timeZone: city.timeZone,
    address: {
      line1: `${random.pick(place.streets)} ${random.whole(1, 98)}`,
      postcode: `97${random.whole(10, 99)}-${random.whole(100, 999)}`,
      city: city.name,
      region: city.region,
      country: city.country,
    },
    point: {
      latitude: round(place.latitude + (random.next() - 0.5) * 2 * place.spread),
      longitude: round(place.longitude + (random.next() - 0.5) * 2 * place.spread),
    },
    capacity: capacityOf(random, maxGuests, bedrooms),
    prices: pricesOf(random, kind, base, maxGuests, bedrooms),
    bookingRules: rulesOf(random, index),
    houseRules: {
      smokingAllowed: false,
      partiesAllowed: false,
      childrenWelcome: random.chance(0.85),
      quietHours: '22:00–08:00',
      other: random.pick(['Please sort the rubbish: the cat checks.', 'Please water the basil.', null]),
    },
    amenities: random.some(amenities, random.whole(6, 14)),
    licence: `AL-${random.whole(10_000, 99_999)}`,
    state: index % DRAFT_EVERY === DRAFT_EVERY - 1 ? 'draft' : 'published',
    ranges: rangesOf(random, base, today),
    reviews: reviewsOf(random, index, today),
  };
}

function capacityOf(random: Random, maxGuests: number, bedrooms: number): ListingRecord['capacity'] {
  return {
    maxGuests,
    maxInfants: random.whole(0, 2),
    maxPets: random.chance(0.3) ? 1 : 0,
    bedrooms,
    beds: bedrooms + random.whole(0, 2),
    bathrooms: Math.max(1, Math.floor(bedrooms / 2)),
  };
}

function pricesOf(
  random: Random,
  kind: HomeKind,
  base: number,
  maxGuests: number,
  bedrooms: number,
): ListingRecord['prices'] {
  return {
    base,
    weekend: random.chance(0.5) ? euros(base * 1.2) : null,
    cleaningFee: kind.roomType === 'private_room' ? 0 : euros(2_500 + bedrooms * 1_500),
    extraGuestFee: random.chance(0.3) ? 1_500 : 0,
    extraGuestsFrom: Math.max(1, maxGuests - 1),
    petFee: random.chance(0.2) ? 2_000 : 0,
    weeklyDiscountPercent: random.pick([0, 0, 5, 10, 15]),
    monthlyDiscountPercent: random.pick([0, 0, 20, 30]),
  };
}

/** The demo host's first homes take requests and instant bookings in turn, so that both can be tried. */
function rulesOf(random: Random, index: number): ListingRecord['bookingRules'] {
  return {
    instantBook: index < 6 ? index % 2 === 0 : random.chance(0.65),
    minNights: index < 6 ? 1 : random.pick([1, 1, 2, 2, 3]),
    minNightsWeekend: random.chance(0.25) ? 3 : null,
    maxNights: random.pick([28, 60, 120]),
    advanceNoticeDays: random.pick([0, 0, 1, 2]),
    preparationNights: random.chance(0.15) ? 1 : 0,
    bookingWindowMonths: random.pick([12, 18, 24]),
    checkInTime: random.pick(['14:00', '15:00', '16:00']),
    checkOutTime: random.pick(['10:00', '11:00']),
    cancellationPolicy:
      index < 6
        ? 'moderate'
        : random.pick(['flexible', 'moderate', 'limited', 'firm', 'strict', 'non_refundable'] as const),
  };
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
const euros = (cents: number): number => Math.round(cents / 100) * 100;

const priceOf = (random: Random, kind: HomeKind, place: Neighbourhood, guests: number): number =>
  euros(kind.price * place.priceFactor * (0.8 + random.next() * 0.5) * (1 + Math.max(0, guests - 2) * 0.12));

/** No two homes of one name: the second one says where it is, the third gets a number. */
function nameOf(random: Random, kind: HomeKind, place: Neighbourhood, names: Map<string, number>): string {
  const name = `${random.pick(kind.names)} in ${place.name}`;
  const count = (names.get(name) ?? 0) + 1;
  names.set(name, count);
  return count === 1 ? name : `${name}, no. ${count}`;
}

/** A summer season that costs more and asks for longer stays, and a few weeks that the hosts keep for themselves. */
function rangesOf(random: Random, base: number, today: Night): CalendarRangeRecord[] {
  const empty = { closed: false, price: null, minNights: null, maxNights: null, reason: null };
  const year = Number(addDays(today, 200).slice(0, 4));
  const season: CalendarRangeRecord = {
    ...empty,
    firstNight: `${year}-07-01`,
    lastNight: `${year}-08-31`,
    price: euros(base * 1.35),
    minNights: 3,
  };
  const closed = Array.from({ length: random.whole(0, 3) }, () => {
    const firstNight = addDays(today, random.whole(20, 300));
    return {
      ...empty,
      firstNight,
      lastNight: addDays(firstNight, random.whole(2, 12)),
      closed: true,
      reason: random.pick(['Family visit', 'Painting', 'Own holiday']),
    };
  });
  return [season, ...closed];
}

/** What earlier guests wrote: from before the town's bookings were kept here. */
function reviewsOf(random: Random, index: number, today: Night): ReviewRecord[] {
  const level = random.pick([5, 5, 5, 4, 4]);
  const near = () => Math.max(1, Math.min(5, level + random.pick([0, 0, 0, -1, 1])));
  return Array.from({ length: random.whole(0, 9) }, (_, review) => {
    const overall = near();
    return {
      sourceId: `home-${index + 1}-review-${review + 1}`,
      authorName: random.pick(firstNames),
      body: overall >= 5 ? random.pick(praise) : random.pick([...mixed, ...praise.slice(0, 2)]),
      writtenAt: `${addDays(today, -random.whole(130, 900))}T${String(random.whole(8, 21)).padStart(2, '0')}:00:00Z`,
      overall,
      cleanliness: near(),
      accuracy: near(),
      checkIn: near(),
      communication: near(),
      location: near(),
      value: near(),
    };
  });
}
