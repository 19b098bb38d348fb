import type { ConstraintStep } from './constraint-step';

/** What the kept counts hang on (src/extensions/documents/kept-counts.ts). */
const counted = 'room_type, property_type, currency';

/**
 * Strapi counts a collection with every page of it, and all that a guest may list are published: without this index that is a walk through
 * every column of every home. The columns beside the key are what apps filter by, so that those are counted from the index too. What has been counted is kept until one of the triggers says that it would be counted otherwise: a change that leaves
 * as many homes with each value as before changes no count.
 */
export const generatedListSteps: readonly ConstraintStep[] = [
  {
    name: '155-published-homes',
    sql: `create index properties_published_on on properties (published_on desc, id)
      include (room_type, property_type, currency) where state = 'published'`,
  },
  {
    name: '156-told-list',
    sql: `
create function casita_tell_listed() returns trigger language plpgsql as $$
begin
  perform pg_notify('casita_changed', 'listed homes') where exists (select from changed where state = 'published');
  return null;
end $$;
create function casita_tell_relisted() returns trigger language plpgsql as $$
begin
  perform pg_notify('casita_changed', 'listed homes') where exists (
    (select ${counted} from was where state = 'published' except all select ${counted} from changed where state = 'published')
    union all
    (select ${counted} from changed where state = 'published' except all select ${counted} from was where state = 'published')
  );
  return null;
end $$;
create trigger casita_tell_listed_insert after insert on properties referencing new table as changed
  for each statement execute function casita_tell_listed();
create trigger casita_tell_listed_update after update on properties referencing old table as was new table as changed
  for each statement execute function casita_tell_relisted();
create trigger casita_tell_listed_delete after delete on properties referencing old table as changed
  for each statement execute function casita_tell_listed();`,
  },
  {
    // Of a value that few homes have, or none, the order of all homes would be gone through to its end.
    name: '156-listed-values',
    sql: ['room_type', 'property_type', 'currency']
      .map(
        (column) =>
          `create index properties_${column} on properties (${column}, published_on desc, id) where state = 'published'`,
      )
      .join(';\n'),
  },
  {
    // Of hosts nothing is hidden, so that all of them are counted; and by the one thing that guest apps tell them apart by.
    name: '161-listed-hosts',
    sql: `
create index host_profiles_display_name on host_profiles (display_name, id);
create index host_profiles_superhost on host_profiles (superhost, display_name, id);
create function casita_tell_listed_hosts() returns trigger language plpgsql as $$
begin
  perform pg_notify('casita_changed', 'listed hosts') where exists (select from changed);
  return null;
end $$;
create function casita_tell_relisted_hosts() returns trigger language plpgsql as $$
begin
  perform pg_notify('casita_changed', 'listed hosts') where exists (
    (select superhost from was except all select superhost from changed)
    union all
    (select superhost from changed except all select superhost from was)
  );
  return null;
end $$;
create trigger casita_tell_listed_insert after insert on host_profiles referencing new table as changed
  for each statement execute function casita_tell_listed_hosts();
create trigger casita_tell_listed_update after update on host_profiles referencing old table as was new table as changed
  for each statement execute function casita_tell_relisted_hosts();
create trigger casita_tell_listed_delete after delete on host_profiles referencing old table as changed
  for each statement execute function casita_tell_listed_hosts();`,
  },
  {
    // Two values that many homes have and hardly any has both of: the others at the end are compared within the index, and the statistics keep
    // PostgreSQL from looking for such homes among all in the order of their ids.
    name: '162-listed-pairs',
    sql: [
      'drop index properties_room_type, properties_property_type, properties_currency',
      ...[
        ['room_type', 'property_type', 'currency'],
        ['property_type', 'room_type', 'currency'],
        ['currency', 'room_type', 'property_type'],
      ].map(
        ([column, ...others]) =>
          `create index properties_${column} on properties (${column}, published_on desc, id, ${others.join(', ')}) where state = 'published'`,
      ),
      'create statistics properties_listed (mcv) on room_type, property_type, currency from properties',
      'alter statistics properties_listed set statistics 300',
      'analyze properties (room_type, property_type, currency)',
    ].join(';\n'),
  },
];
