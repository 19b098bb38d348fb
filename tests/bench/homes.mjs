/**
 * Homes for the benchmark, made in SQL: clustered around 500 cities as real ones are, some cities a hundred times as large as others;
 * each home with a host, pictures and twenty stays in the coming year. Everything follows from the row's number, so that the same
 * size gives the same homes on every machine; only the days move with the day on which they are made.
 */
import { withoutIndexes } from './indexes.mjs';

const cities = 500;
/** The stays of a home, in slots of 18 nights. */
const staysPerHome = 20;
const nightsPerSlot = 18;
/** Nothing falls due for so many days: jobs that end stays and pay hosts have nothing to do while others are measured. */
export const daysBefore = 30;
/** Three homes a host. */
const hosts = (homes) => 1 + Math.floor(homes / 3);
/** Homes a statement: a transaction stays small, and progress is seen. */
const batch = 50_000;

/** A number in [0, 1) that looks drawn, from a row's number and a name. */
const chance = (name, id = 'i') => `((hashint8extended(${id}, ${seedOf(name)}) >> 16) & 4294967295) / 4294967296.0`;
const seedOf = (name) => [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_003;

/** City sizes fall off as a power of the rank: of a million homes the first city has some 210,000, the middle ones some 700. */
const cityOf = `(1 + floor(${cities} * power(${chance('city')}, 4)))::int`;
const latitudeOf = (city) => `(-35 + 95 * ${chance('latitude', city)})`;
const longitudeOf = (city) => `(-120 + 240 * ${chance('longitude', city)})`;
/** A bell around the middle of the city, some 5 km wide. */
const spread = (name) => `(${chance(`${name}1`)} + ${chance(`${name}2`)} + ${chance(`${name}3`)} - 1.5) * 0.09`;

const numbered = ['properties', 'photo_uses', 'reviews', 'bookings', 'host_profiles', 'amenities', 'files', 'up_users', ...['address', 'point', 'capacity', 'prices', 'booking_rules'].map((name) => `components_property_${name}`)]; // prettier-ignore

const sets = (parts) =>
  Object.entries(parts)
    .map(([name, value]) => `${value} as ${name}`)
    .join(', ');

const sentence = 'A quiet home near the river, with a kitchen, a desk and a window to the garden. ';

const statements = (from, to) => {
  const rows = `generate_series(${from}::bigint, ${to}::bigint) i`;
  const at = `timestamp '2025-01-01' + i * interval '3 seconds'`;
  const component = (table, field, type, values) => [
    `insert into components_property_${table} (id, ${Object.keys(values)}) select i, ${sets(values)} from ${rows}`,
    `insert into properties_cmps (entity_id, cmp_id, component_type, field, "order") select i, i, 'property.${type}', '${field}', 1 from ${rows}`,
  ];
  return [
    `insert into properties (id, document_id, name, summary, neighbourhood, property_type, room_type, host_id, state, currency, time_zone, published_on, source, source_id, imported_ratings, created_at, updated_at, published_at)
     select i, 'bench' || lpad(i::text, 19, '0'), 'Home ' || i || ' in city ' || ${cityOf}, '${sentence.repeat(8)}', 'Quarter ' || i % 12,
       (array['Apartment', 'House', 'Loft', 'Villa'])[1 + i % 4], (array['entire_home', 'entire_home', 'private_room', 'hotel_room'])[1 + i / 4 % 4],
       1 + i / 3, 'published', 'EUR', 'Europe/Lisbon', ${at}, 'bench', i::text,
       jsonb_build_object('overall', 3.5 + ${chance('rating')} * 1.5, 'count', i % 200), ${at}, ${at}, ${at} from ${rows}`,
    ...component('address', 'address', 'address', {
      line_1: `'Street ' || i`,
      city: `'City ' || ${cityOf}`,
      region: `'Region ' || ${cityOf} % 50`,
      country: `'PT'`,
    }),
    ...component('point', 'point', 'point', {
      latitude: `${latitudeOf(cityOf)} + ${spread('north')}`,
      longitude: `${longitudeOf(cityOf)} + ${spread('east')}`,
    }),
    ...component('capacity', 'capacity', 'capacity', {
      max_guests: `2 + i % 7`,
      max_infants: `2`,
      max_pets: `i % 2`,
      bedrooms: `1 + i % 4`,
      beds: `1 + i % 5`,
      bathrooms: `1 + i % 3`,
    }),
    ...component('prices', 'prices', 'prices', {
      base: `4000 + floor(20000 * power(${chance('price')}, 2))::int / 100 * 100`,
      weekend: `case when i % 3 = 0 then 15000 end`,
      cleaning_fee: `3000 + i % 30 * 100`,
    }),
    ...component('booking_rules', 'bookingRules', 'booking-rules', {
      instant_book: `i % 3 > 0`,
      min_nights: `1 + i % 3`,
      max_nights: `90`,
      cancellation_policy: `'moderate'`,
    }),
    `insert into properties_amenities_lnk (property_id, amenity_id, amenity_ord) select i, amenity.id, amenity.id from ${rows}
     cross join lateral (select id from amenities where (hashint8extended(i * 64 + id, 3) & 1) = 0 order by id limit 20) amenity`,
    `insert into photo_uses (id, document_id, property_id, position, created_at, updated_at, published_at) select i * 5 + n, 'photo' || (i * 5 + n), i, n, ${at}, ${at}, ${at}
     from ${rows}, generate_series(0, 4) n`,
    `insert into files_related_mph (file_id, related_id, related_type, field, "order") select 1 + (i * 5 + n) % 200, i * 5 + n, 'api::photo-use.photo-use', 'file', 1
     from ${rows}, generate_series(0, 4) n`,
    `insert into reviews (id, document_id, property_id, side, author_name, state, overall, body, written_at, visible_at, source, source_id, created_at, updated_at, published_at)
     select i * 2 + n, 'review' || (i * 2 + n), i, 'guest', 'Guest ' || n, 'published', 3 + (i + n) % 3, '${sentence.repeat(3)}', ${at}, ${at}, 'bench', (i * 2 + n)::text, ${at}, ${at}, ${at}
     from ${rows}, generate_series(0, 1) n`,
    `insert into bookings (id, document_id, reference, property_id, host_id, guest_id, state, check_in, check_out, nights, currency, total, check_out_at, confirmed_at, created_at, updated_at, published_at)
     select i * ${staysPerHome} + n, 'stay' || (i * ${staysPerHome} + n), 'B' || (i * ${staysPerHome} + n), i, 1 + i / 3, 1, 'confirmed', stay.first, stay.first + stay.nights, stay.nights,
       'EUR', 10000, (stay.first + stay.nights)::timestamp, ${at}, ${at}, ${at}, ${at}
     from ${rows}, generate_series(0, ${staysPerHome - 1}) n cross join lateral (
       select current_date + ${daysBefore} + n * ${nightsPerSlot} + (hashint8extended(i * 32 + n, 5) & 7)::int as first, 1 + (hashint8extended(i * 32 + n, 6) & 3)::int as nights) stay`,
    `insert into stay_night (property_id, night, booking_id) select b.property_id, night::date, b.id from bookings b, generate_series(b.check_in, b.check_out - 1, interval '1 day') night
     where b.id >= ${from} * ${staysPerHome} and b.id < (${to} + 1) * ${staysPerHome}`,
  ];
};

const once = (homes) => [
  `insert into up_users (id, document_id, username, email, confirmed, blocked, created_at, updated_at, published_at) select 1, 'benchguest', 'bench', 'bench@example.test', true, false, now(), now(), now()`,
  `insert into host_profiles (id, document_id, display_name, superhost, source, source_id, created_at, updated_at, published_at)
   select i, 'host' || i, 'Host ' || i, i % 5 = 0, 'bench', i::text, now(), now(), now() from generate_series(1, ${hosts(homes)}) i`,
  `insert into amenities (id, document_id, code, name, created_at, updated_at, published_at) select i, 'amenity' || i, 'amenity_' || i, 'Amenity ' || i, now(), now(), now() from generate_series(1, 40) i`,
  `insert into files (id, document_id, name, hash, ext, mime, size, url, provider, width, height, formats, created_at, updated_at, published_at)
   select i, 'file' || i, 'picture', 'hash' || i, '.jpg', 'image/jpeg', 100, '/uploads/picture_' || i || '.jpg', 'local', 1600, 1067,
     jsonb_build_object('small', jsonb_build_object('url', '/uploads/small_picture_' || i || '.jpg')), now(), now(), now() from generate_series(1, 200) i`,
];

/** Tables that are filled: their indexes are made when all is in, in a fraction of the time. */
const filled = ['properties', 'properties_cmps', 'properties_amenities_lnk', 'photo_uses', 'reviews', 'files_related_mph', 'bookings', 'stay_night', 'host_profiles']; // prettier-ignore

/** Fills an empty, migrated database: the truth only. The read model is made from it by the app's own code. */
export async function fillHomes(client, homes, say) {
  // Keys to other tables hold by the way in which the rows are made; looking each up would take most of the time.
  await client.query('set session_replication_role = replica');
  await client.query('set synchronous_commit = off');
  await withoutIndexes(client, filled, async () => {
    for (const statement of once(homes)) await client.query(statement);
    for (let from = 1; from <= homes; from += batch) {
      const to = Math.min(homes, from + batch - 1);
      for (const statement of statements(from, to)) await client.query(statement);
      say(`${to.toLocaleString('en')} homes`);
    }
  });
  say('their indexes');
  for (const table of numbered) {
    await client.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`);
  }
  await client.query('set session_replication_role = origin');
}
