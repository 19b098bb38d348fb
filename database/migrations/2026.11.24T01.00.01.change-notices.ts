import type { Knex } from 'knex';

/**
 * Who keeps answers hears of each change from the database itself (docs/reads.md): a notice goes out with the commit, whatever has
 * written. Triggers on tables of content types are a step of their own, since those tables are not there yet.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(notices);
}

const notices = `
create function casita_tell(kind text, names text[]) returns void language plpgsql as $$
begin
  if cardinality(names) > 100 then perform pg_notify('casita_changed', 'all');
  elsif cardinality(names) > 0 then perform pg_notify('casita_changed', kind || ' ' || array_to_string(names, ','));
  end if;
end $$;

create function casita_tell_all() returns trigger language plpgsql as $$
begin
  perform pg_notify('casita_changed', 'all');
  return null;
end $$;

create function casita_tell_homes(property_ids integer[]) returns void language plpgsql as $$
begin
  if cardinality(property_ids) > 100 then perform pg_notify('casita_changed', 'all');
  elsif cardinality(property_ids) > 0 then
    perform casita_tell('home', array(select document_id from properties where id = any(property_ids) and document_id is not null order by document_id));
  end if;
end $$;

create function casita_tell_search_row() returns trigger language plpgsql as $$
begin
  perform casita_tell('home', array[coalesce(new.document_id, old.document_id)]);
  return null;
end $$;
create trigger casita_tell after insert or update or delete on search_property
  for each row execute function casita_tell_search_row();
create trigger casita_tell_truncate after truncate on search_property
  for each statement execute function casita_tell_all();

create trigger casita_tell after insert or update or delete on sandbox_clock
  for each statement execute function casita_tell_all();
`;
