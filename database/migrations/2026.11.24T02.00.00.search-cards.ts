import type { Knex } from 'knex';

/**
 * What a result shows of a home is kept as finished JSON, and what is only shown lies out of line: the rows that a search goes
 * through are short, some ten on a page. Rows that are there already get their card now, by what they say.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(columns);
  await knex.raw(fill);
}

const columns = `
alter table search_property
  add column card text not null default '{}',
  add column photos text not null default '[]',
  add column host_languages text[] not null default '{}';
alter table search_property alter column search_text set storage main, alter column amenities set storage main, alter column closed set storage main;
alter table search_property set (toast_tuple_target = 512);
`;

/** As src/search/queries/search-rows.ts writes them; tables of content types are not there yet where no home is. */
const fill = `
do $$ begin
if to_regclass('photo_uses') is not null then
  update search_property s set
    card = json_build_object('documentId', document_id, 'name', name, 'propertyType', property_type, 'roomType', room_type,
      'neighbourhood', neighbourhood, 'city', city, 'region', region, 'country', country,
      'approximatePoint', json_build_object('latitude', approximate_latitude, 'longitude', approximate_longitude),
      'rooms', json_build_object('maxGuests', max_guests, 'bedrooms', bedrooms, 'beds', beds, 'bathrooms', bathrooms::double precision),
      'amenities', amenities, 'rating', json_build_object('mean', rating_mean::double precision, 'count', rating_count), 'instantBook', instant_book,
      'host', case when host_document_id is not null then
        json_build_object('documentId', host_document_id, 'displayName', coalesce(host_name, ''), 'superhost', host_superhost) end)::text,
    photos = coalesce((
      select jsonb_agg(to_jsonb(photo) - 'position' - 'id' order by photo.position, photo.id) from (
        select photo.id, photo.position, photo.caption, file.url, file.width, file.height,
          coalesce(file.formats -> 'small' ->> 'url', file.formats -> 'thumbnail' ->> 'url', file.url) as "smallUrl"
        from photo_uses photo
        join files_related_mph link on link.related_id = photo.id and link.related_type = 'api::photo-use.photo-use' and link.field = 'file'
        join files file on file.id = link.file_id
        where photo.property_id = s.property_id order by photo.position, photo.id limit 5
      ) photo), '[]')::text,
    host_languages = coalesce((select array(select lower(language) from jsonb_array_elements_text(
        case when jsonb_typeof(host.languages) = 'array' then host.languages else '[]' end) language order by 1)
      from host_profiles host where host.id = s.host_id), '{}');
end if;
end $$;
`;
