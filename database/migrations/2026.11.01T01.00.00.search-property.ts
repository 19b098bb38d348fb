import type { Knex } from 'knex';

/**
 * The read model of search: one flat row per property, written by src/search/refresh-search-rows.ts alone, in the
 * transaction that changes the truth. Its foreign key is in src/adapters/postgres/content-type-constraints.ts.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(textFolding);
  await knex.raw(timeZones);
  await knex.raw(pointKey);
  await knex.raw(rows);
  await knex.raw(indexes);
  await knex.raw(wordIndex);
}

/**
 * Search text and search words are folded alike: compatibility forms, no accents, lower case. Where the server has ICU,
 * lower case knows every script, whatever the database's locale.
 */
const textFolding = `
do $$
declare
  rule text := case when exists (select 1 from pg_collation where collname = 'und-x-icu') then ' collate "und-x-icu"' else '' end;
begin
  execute 'create function search_fold(words text) returns text language sql immutable parallel safe as '
    || quote_literal('select lower(regexp_replace(normalize(words, NFKD), ''[\\u0300-\\u036f]'', '''', ''g'')' || rule || ')');
end $$;
`;

/** A name that PostgreSQL does not know would break every search that meets it: such a home counts as having no time zone. */
const timeZones = `
create function known_time_zone(name text) returns text language plpgsql stable parallel safe as $$
begin
  if name !~ '^[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}$' then return null; end if;
  perform now() at time zone name;
  return name;
exception when invalid_parameter_value then
  return null;
end $$;
`;

/**
 * The key that places approximate points. It never leaves the database and goes with it into a backup: with another key every
 * home would move, and two places of one home say more than one.
 */
const pointKey = `
create table approximate_point_key (
  only_row boolean primary key default true check (only_row),
  key text not null default gen_random_uuid()::text || gen_random_uuid()::text
);
insert into approximate_point_key default values;
`;

/** `listed`: published and complete enough to be sold. Nights: bit i of closed is the night closed_from + i; past its end all are open. */
const rows = `
create table search_property (
  property_id integer primary key,
  document_id text not null,
  listed boolean not null,
  state text not null,
  published_on timestamp not null,
  host_id integer,
  host_document_id text,
  host_name text,
  host_superhost boolean not null,
  name text not null,
  neighbourhood text,
  city text,
  region text,
  country text,
  search_text text not null,
  property_type text,
  room_type text,
  latitude double precision,
  longitude double precision,
  approximate_latitude double precision,
  approximate_longitude double precision,
  max_guests integer,
  max_infants integer,
  max_pets integer,
  bedrooms integer,
  beds integer,
  bathrooms numeric,
  amenities text[] not null,
  currency text not null,
  base_price bigint,
  rating_mean numeric(3, 2),
  rating_count integer not null,
  ranking double precision not null,
  instant_book boolean not null,
  min_nights integer not null,
  min_nights_weekend integer,
  max_nights integer not null,
  night_rules boolean not null,
  advance_notice_days integer not null,
  same_day_cutoff text,
  booking_window_months integer not null,
  closed_to_arrival smallint not null,
  closed_to_departure smallint not null,
  time_zone text,
  terms jsonb,
  closed_from date not null,
  closed bit varying not null
) with (fillfactor = 85);
`;

/** Only homes that search may show are in them; a booking changes no indexed column, so its write stays on the page. */
const indexes = `
create unique index search_property_document on search_property (document_id);
create index search_property_box on search_property (approximate_latitude, approximate_longitude) where listed;
create index search_property_ranking on search_property (ranking desc, property_id desc) where listed;
create index search_property_newest on search_property (published_on desc, property_id desc) where listed;
create index search_property_price on search_property (base_price, property_id) where listed;
create index search_property_amenities on search_property using gin (amenities) where listed;
create index search_property_host on search_property (host_id);
create index search_property_closed_from on search_property (closed_from);
`;

/** A server may forbid extensions or lack them: words are then found without an index. */
const wordIndex = `
do $$
begin
  create extension if not exists pg_trgm;
  create index search_property_words on search_property using gin (search_text gin_trgm_ops) where listed;
exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
  raise notice 'pg_trgm is not to be had: word search runs without an index';
end $$;
`;
