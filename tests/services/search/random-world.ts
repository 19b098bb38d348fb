import type { Sql } from '../../../src/adapters/postgres/sql';
import { addDays, nightOf, type Night } from '../../../src/domain/night';

/** Homes of every kind, complete and not, with calendars, sold nights and reviews, from a seed that is printed. */
export interface Random {
  /** [0, 1) */
  next(): number;
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(values: readonly T[]): T;
}

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return { next, int, chance: (p) => next() < p, pick: (values) => values[int(0, values.length - 1)] as never };
}

export const amenityCodes = ['wifi', 'kitchen', 'pool', 'parking', 'heating'];
export const places = [
  { city: 'Lisboa', neighbourhood: 'São Vicente', country: 'PT', timeZone: 'Europe/Lisbon', latitude: 38.72, longitude: -9.13 },
  { city: 'Suva', neighbourhood: 'Nadi 100%', country: 'FJ', timeZone: 'Pacific/Fiji', latitude: -17, longitude: 179.97 },
  { city: 'Apia', neighbourhood: 'a_b', country: 'WS', timeZone: 'Pacific/Apia', latitude: -16.9, longitude: -179.97 },
]; // prettier-ignore

const documentId = (random: Random) =>
  Array.from({ length: 24 }, () => random.pick([...'abcdefghijklmnopqrstuvwxyz0123456789'])).join('');
const maybe = <T>(random: Random, probability: number, value: () => T): T | null =>
  random.chance(probability) ? value() : null;

/** The day on which the tests' world stands; the database's own clock says the same. */
export const today = (): Night => nightOf(new Date().toISOString().slice(0, 10));

async function insert(sql: Sql, table: string, row: Record<string, unknown>): Promise<number> {
  const names = Object.keys(row);
  const [made] = await sql.query<{ id: number }>(
    `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id`,
    Object.values(row).map((value) =>
      value !== null && typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : value,
    ),
  );
  return (made as { id: number }).id;
}

const stamps = () => ({ created_at: new Date(), updated_at: new Date(), published_at: new Date() });

export async function insertAmenities(sql: Sql, random: Random): Promise<number[]> {
  const ids: number[] = [];
  for (const code of amenityCodes)
    ids.push(await insert(sql, 'amenities', { document_id: documentId(random), code, name: code, ...stamps() }));
  return ids;
}

export async function insertHost(sql: Sql, random: Random): Promise<number> {
  return insert(sql, 'host_profiles', {
    document_id: documentId(random), display_name: `Host ${random.int(1, 99)}`, superhost: random.pick([true, false, null]),
    languages: random.pick(['["en"]', '["pt", "EN"]', '["fr"]', '[]', '"en"', null]), ...stamps(),
  }); // prettier-ignore
}

/** One home; `complete` leaves nothing out, so that it is listed when published. */
export async function insertHome(
  sql: Sql,
  random: Random,
  hosts: readonly number[],
  amenities: readonly number[],
  complete: boolean,
): Promise<number> {
  const place = random.pick(places);
  const has = (probability: number) => complete || random.chance(probability);
  const id = await insert(sql, 'properties', {
    document_id: documentId(random), name: random.pick(['Casa Azul', 'Ático & Jardín', 'Maison 50%', 'under_score', 'Loft']),
    neighbourhood: place.neighbourhood, property_type: random.pick(['Apartment', 'House', 'Boat']),
    room_type: random.pick(['entire_home', 'private_room']), host_id: has(0.9) ? random.pick(hosts) : null,
    state: complete ? 'published' : random.pick(['published', 'published', 'draft', 'unpublished']), currency: random.pick(['EUR', 'EUR', 'JPY']),
    time_zone: has(0.9) ? place.timeZone : random.pick([null, 'Mars/Olympus', '']),
    published_on: new Date(Date.UTC(2026, random.int(0, 9), random.int(1, 28))),
    imported_ratings: random.pick([null, { count: random.int(0, 40), overall: 4.5 }, { count: 'x', overall: 9 }, { overall: 4 }, [] as unknown]), ...stamps(),
  }); // prettier-ignore
  await insertComponents(sql, random, id, place, has);
  for (const [index, amenity] of amenities.entries()) {
    if (random.chance(0.6))
      await insert(sql, 'properties_amenities_lnk', { property_id: id, amenity_id: amenity, amenity_ord: index });
  }
  for (let i = random.int(0, 4); i > 0; i -= 1) await insertRange(sql, random, id);
  for (let i = random.int(0, 4); i > 0; i -= 1) await insertBooking(sql, random, id);
  for (let i = random.int(0, 5); i > 0; i -= 1) await insertReview(sql, random, id);
  return id;
}

async function insertComponents(
  sql: Sql,
  random: Random,
  propertyId: number,
  place: (typeof places)[number],
  has: (p: number) => boolean,
) {
  const link = async (field: string, table: string, row: Record<string, unknown>) => {
    const id = await insert(sql, `components_property_${table}`, row);
    await insert(sql, 'properties_cmps', {
      entity_id: propertyId,
      cmp_id: id,
      component_type: `property.${table.replace('_', '-')}`,
      field,
    });
  };
  const weekdays = () =>
    maybe(random, 0.4, () => random.pick<unknown>([[1, 3], [7], [], ['x'], 'junk', [1, 2, 3, 4, 5, 6]]));
  if (has(0.9)) await link('address', 'address', { city: place.city, country: place.country });
  if (has(0.9))
    await link('point', 'point', {
      latitude: place.latitude + random.next() / 10,
      longitude: spread(random, place.longitude),
    });
  if (has(0.9)) {
    await link('capacity', 'capacity', { max_guests: random.int(1, 6), max_infants: maybe(random, 0.5, () => random.int(0, 2)),
      max_pets: maybe(random, 0.5, () => random.int(0, 1)), bedrooms: maybe(random, 0.8, () => random.int(0, 4)),
      beds: maybe(random, 0.8, () => random.int(1, 5)), bathrooms: random.pick([null, 1, 1.5, 2]) }); // prettier-ignore
  }
  if (has(0.9)) {
    await link('prices', 'prices', { base: has(0.9) ? random.int(1, 400) * 100 : random.pick([null, 0]), weekend: maybe(random, 0.4, () => random.int(1, 500) * 100),
      weekend_days: jsonOf(weekdays()),
      cleaning_fee: maybe(random, 0.5, () => random.int(0, 9000)), extra_guest_fee: maybe(random, 0.3, () => 1500),
      extra_guests_from: maybe(random, 0.5, () => random.int(1, 4)), pet_fee: maybe(random, 0.3, () => 2000),
      weekly_discount_percent: maybe(random, 0.4, () => random.int(0, 30)), monthly_discount_percent: maybe(random, 0.4, () => random.int(0, 50)) }); // prettier-ignore
  }
  if (random.chance(0.5)) {
    const first = addDays(today(), random.int(-5, 40));
    await link('discounts', 'discounts', { new_listing: random.pick([true, true, false, null]), promotion_percent: random.pick([null, 0, 15]),
      promotion_first_night: maybe(random, 0.7, () => first), promotion_last_night: maybe(random, 0.7, () => addDays(first, random.int(-3, 40))),
      early_bird_percent: random.pick([0, 5]), early_bird_days: random.pick([null, 10, 60]), last_minute_percent: random.pick([0, 7]),
      last_minute_days: random.pick([null, 3, 14]) }); // prettier-ignore
  }
  if (has(0.95)) {
    await link('bookingRules', 'booking_rules', { instant_book: random.pick([true, false, null]), min_nights: random.pick([null, 1, 1, 2, 5]),
      min_nights_weekend: maybe(random, 0.3, () => random.int(2, 4)), max_nights: random.pick([null, 7, 30, 365]),
      advance_notice_days: random.pick([null, 0, 0, 1, 3]), same_day_cutoff: random.pick([null, '', '00:00', '12:00', '23:59']),
      preparation_nights: random.pick([null, 0, 1, 2]), booking_window_months: random.pick([null, 1, 3, 12]),
      closed_to_arrival: jsonOf(weekdays()), closed_to_departure: jsonOf(weekdays()), check_in_time: random.pick([null, '15:00']),
      check_out_time: '11:00', cancellation_policy: random.pick([null, 'firm']) }); // prettier-ignore
  }
}

/** Text that is JSON already: a JSON string must not be taken for an object's. */
const jsonOf = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** Around the antimeridian a home may lie on either side. */
function spread(random: Random, longitude: number): number {
  const moved = longitude + (random.next() - 0.5) / 5;
  return moved > 180 ? moved - 360 : moved < -180 ? moved + 360 : moved;
}

export async function insertRange(sql: Sql, random: Random, propertyId: number): Promise<void> {
  const first = addDays(today(), random.int(-20, 60));
  await insert(sql, 'calendar_ranges', {
    document_id: documentId(random), property_id: propertyId, first_night: first, last_night: addDays(first, random.pick([0, 2, 9, 30, 5000])),
    closed: random.pick([true, false, null]), price: maybe(random, 0.5, () => random.int(50, 300) * 100), min_nights: maybe(random, 0.3, () => random.int(1, 6)),
    min_nights_through: maybe(random, 0.3, () => random.int(1, 6)),
    max_nights: maybe(random, 0.2, () => random.int(3, 20)), source: random.pick(['host', 'import', 'feed']), ...stamps(),
  }); // prettier-ignore
}

/** A booking and its nights; nights that another one has stay with it. */
export async function insertBooking(sql: Sql, random: Random, propertyId: number): Promise<number> {
  const checkIn = addDays(today(), random.int(-10, 90));
  const nights = random.int(1, 6);
  const host = await hostOf(sql, propertyId);
  const id = await insert(sql, 'bookings', {
    document_id: documentId(random), reference: documentId(random), property_id: propertyId, host_id: host, state: 'confirmed', check_in: checkIn,
    check_out: addDays(checkIn, nights), nights, adults: 1, total: 100, currency: 'EUR', ...stamps(),
  }); // prettier-ignore
  for (let i = 0; i < nights; i += 1) {
    await sql.query(
      'insert into stay_night (property_id, night, booking_id) values ($1, $2, $3) on conflict do nothing',
      [propertyId, addDays(checkIn, i), id],
    );
  }
  return id;
}

async function hostOf(sql: Sql, propertyId: number): Promise<number> {
  const [row] = await sql.query<{ id: number }>(
    'select coalesce((select host_id from properties where id = $1), (select min(id) from host_profiles)) as id',
    [propertyId],
  );
  return (row as { id: number }).id;
}

export async function insertReview(sql: Sql, random: Random, propertyId: number): Promise<void> {
  await insert(sql, 'reviews', {
    document_id: documentId(random), property_id: propertyId, side: random.pick(['guest', 'guest', 'guest', 'host']),
    state: random.pick(['published', 'published', 'published', 'hidden', 'sealed']), overall: random.pick([null, 3, 4, 5, 5]), body: 'Words',
    author_name: 'Guest', private_note: 'PRIVATE', written_at: new Date(), visible_at: new Date(Date.now() - random.int(0, 1e9)), ...stamps(),
  }); // prettier-ignore
}
