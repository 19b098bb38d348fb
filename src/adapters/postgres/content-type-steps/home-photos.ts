import type { ConstraintStep } from './constraint-step';

/**
 * The pictures of a home, and what keeps them in its search row whoever changes them: the media library writes its tables by ways of
 * its own. A statement that touches more homes than one, such as an import's, rewrites each of them once.
 */
export const homePhotoSteps: readonly ConstraintStep[] = [
  {
    name: '140-home-photos',
    sql: `
create function home_photos(of_property integer, most integer) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(to_jsonb(photo) - 'position' - 'id' order by photo.position, photo.id), '[]') from (
    select photo.id, photo.position, photo.caption, file.url, file.width, file.height,
      coalesce(file.formats -> 'small' ->> 'url', file.formats -> 'thumbnail' ->> 'url', file.url) as "smallUrl"
    from photo_uses photo
    join files_related_mph link on link.related_id = photo.id and link.related_type = 'api::photo-use.photo-use' and link.field = 'file'
    join files file on file.id = link.file_id
    where photo.property_id = of_property order by photo.position, photo.id limit most
  ) photo
$$;
create function show_photos_again() returns trigger language plpgsql as $$
declare
  homes integer[];
begin
  if tg_table_name = 'files' then
    select array_agg(distinct photo.property_id) into homes from changed
      join files_related_mph link on link.file_id = changed.id and link.related_type = 'api::photo-use.photo-use'
      join photo_uses photo on photo.id = link.related_id;
  elsif tg_table_name = 'files_related_mph' then
    select array_agg(distinct photo.property_id) into homes from changed
      join photo_uses photo on photo.id = changed.related_id where changed.related_type = 'api::photo-use.photo-use';
  else
    select array_agg(distinct changed.property_id) into homes from changed;
  end if;
  update search_property stored set photos = shown.photos
    from (select home.id, home_photos(home.id, 5)::text as photos from unnest(homes) as home (id)) shown
    where stored.property_id = shown.id and stored.photos is distinct from shown.photos;
  return null;
end $$;
create trigger photo_uses_shown_insert after insert on photo_uses referencing new table as changed for each statement execute function show_photos_again();
create trigger photo_uses_shown_update after update on photo_uses referencing new table as changed for each statement execute function show_photos_again();
create trigger photo_uses_shown_moved after update on photo_uses referencing old table as changed for each statement execute function show_photos_again();
create trigger photo_uses_shown_delete after delete on photo_uses referencing old table as changed for each statement execute function show_photos_again();
create trigger files_related_mph_shown_insert after insert on files_related_mph referencing new table as changed for each statement execute function show_photos_again();
create trigger files_related_mph_shown_update after update on files_related_mph referencing new table as changed for each statement execute function show_photos_again();
create trigger files_related_mph_shown_moved after update on files_related_mph referencing old table as changed for each statement execute function show_photos_again();
create trigger files_related_mph_shown_delete after delete on files_related_mph referencing old table as changed for each statement execute function show_photos_again();
create trigger files_shown_update after update on files referencing new table as changed for each statement execute function show_photos_again();`,
  },
];
