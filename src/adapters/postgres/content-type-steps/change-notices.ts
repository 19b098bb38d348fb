import type { ConstraintStep } from './constraint-step';

type Event = 'insert' | 'update' | 'delete';

/**
 * A trigger after each statement, which hands the rows to a function: `changed` is as they are now (as they were, of a delete), and
 * `was` as an update found them.
 */
function tell(table: string, told: string, events: readonly Event[]): string {
  const rows: Readonly<Record<Event, string>> = {
    insert: 'new table as changed',
    update: 'old table as was new table as changed',
    delete: 'old table as changed',
  };
  const triggers = events.map(
    (event) =>
      `create trigger ${told}_${event} after ${event} on ${table} referencing ${rows[event]}
  for each statement execute function ${told}();`,
  );
  return triggers.join('\n');
}

/** Whatever it was: for what changes seldom, and is part of many answers. */
const tellAll = (table: string, events = 'insert or update or delete or truncate'): string =>
  `create trigger casita_tell_all after ${events} on ${table} for each statement execute function casita_tell_all();`;

const named = [
  'properties',
  'reviews',
  'calendar_ranges',
  'photo_uses',
  'properties_amenities_lnk',
  'files_related_mph',
];

/** A function for `tell`: `of('changed')` is SQL for what the rows of `changed` are about, and `say` what is done with all of it. */
function tellingOf(name: string, of: (rows: string) => string, say: (found: string) => string): string {
  const most = 'limit 101';
  return `
create function ${name}() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    perform ${say(`array(select id from ((${of('changed')}) union (${of('was')})) touched (id) where id is not null order by id ${most})`)};
  else
    perform ${say(`array(select distinct id from (${of('changed')}) touched (id) where id is not null order by id ${most})`)};
  end if;
  return null;
end $$;`;
}

const homes = (found: string) => `casita_tell_homes(${found})`;

/** Homes whose pages show a picture: as one of theirs, or as their host's. */
const homesOfPictures = (links: string): string => `
select photo.property_id from ${links} link join photo_uses photo on photo.id = link.related_id where link.related_type = 'api::photo-use.photo-use'
union all
select home.id from ${links} link join properties home on home.host_id = link.related_id where link.related_type = 'api::host-profile.host-profile'`;

const all: readonly Event[] = ['insert', 'update', 'delete'];
/** Of what was not there nobody has kept anything. */
const ofOld: readonly Event[] = ['update', 'delete'];

/** Notices of what is written to tables of content types (database/migrations/2026.11.24T01.00.01.change-notices.ts has their functions). */
export const changeNoticeSteps: readonly ConstraintStep[] = [
  {
    name: '130-changed-homes',
    sql: [
      tellingOf(
        'casita_tell_documents',
        (rows) => `select document_id::text from ${rows}`,
        (found) => `casita_tell('home', ${found})`,
      ),
      tell('properties', 'casita_tell_documents', ofOld),
      tellingOf('casita_tell_their_homes', (rows) => `select property_id from ${rows}`, homes),
      tell('reviews', 'casita_tell_their_homes', all),
      tell('calendar_ranges', 'casita_tell_their_homes', all),
      tell('photo_uses', 'casita_tell_their_homes', all),
      tell('properties_amenities_lnk', 'casita_tell_their_homes', all),
      tellingOf('casita_tell_pictured', homesOfPictures, homes),
      tell('files_related_mph', 'casita_tell_pictured', all),
      tellingOf(
        'casita_tell_files',
        (rows) => homesOfPictures(`(select l.* from files_related_mph l join ${rows} file on file.id = l.file_id)`),
        homes,
      ),
      tell('files', 'casita_tell_files', ofOld),
      ...named.map((table) => tellAll(table, 'truncate')),
      tellAll('amenities'),
      tellAll('up_permissions'),
      tellAll('up_permissions_role_lnk'),
      tellAll('up_roles'),
    ].join('\n'),
  },
  {
    name: '131-changed-accounts',
    sql: [
      tellingOf(
        'casita_tell_accounts',
        (rows) => `select id::text from ${rows}`,
        (found) => `casita_tell('account', ${found})`,
      ),
      tell('up_users', 'casita_tell_accounts', ofOld),
      tellingOf(
        'casita_tell_sessions',
        (rows) => `select user_id::text from ${rows} where origin = 'users-permissions'`,
        (found) => `casita_tell('account', ${found})`,
      ),
      tell('strapi_sessions', 'casita_tell_sessions', ofOld),
      tellingOf(
        'casita_tell_roles',
        (rows) => `select user_id::text from ${rows}`,
        (found) => `casita_tell('account', ${found})`,
      ),
      tell('up_users_role_lnk', 'casita_tell_roles', all),
      tellingOf(
        'casita_tell_hosts',
        (rows) => `select user_id::text from ${rows}`,
        (found) => `casita_tell('account', ${found})`,
      ),
      tellingOf(
        'casita_tell_homes_of_hosts',
        (rows) => `select home.id from ${rows} host join properties home on home.host_id = host.id`,
        homes,
      ),
      tell('host_profiles', 'casita_tell_hosts', all),
      tell('host_profiles', 'casita_tell_homes_of_hosts', ofOld),
      ...['up_users', 'strapi_sessions', 'host_profiles'].map((table) => tellAll(table, 'truncate')),
    ].join('\n'),
  },
];
