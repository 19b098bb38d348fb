import type { ConstraintStep } from './constraint-step';

/** Pictures count in the order of search: whoever changes them, a home's place in it follows (src/domain/ranking.ts: 0.02 for each, up to five). */
export const searchRankingSteps: readonly ConstraintStep[] = [
  {
    name: '150-ranking-by-photos',
    sql: `
create or replace function show_photos_again() returns trigger language plpgsql as $$
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
  update search_property stored set photos = shown.photos::text,
    ranking = round((stored.ranking + 0.02 * (jsonb_array_length(shown.photos) - jsonb_array_length(stored.photos::jsonb)))::numeric, 6)::double precision
    from (select home.id, home_photos(home.id, 5) as photos from unnest(homes) as home (id)) shown
    where stored.property_id = shown.id and stored.photos is distinct from shown.photos::text;
  return null;
end $$;`,
  },
];
