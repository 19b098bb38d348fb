/** Two homes of the first host; six amenities for each home, from another one on, in an order of its own, and none for the last; a picture for every other host. */
export const relations = `
  with shared as (
    update properties set host_id = (select min(host_id) from properties) where id = (select max(id) from properties)
  ), made as (
    insert into amenities (document_id, code, name, created_at, updated_at, published_at)
    select lpad('made' || n, 24, '0'), 'made-' || n, chr(112 - n) || ' amenity', now(), now(), now() from generate_series(1, 12) n returning id, code
  ), linked as (
    insert into properties_amenities_lnk (property_id, amenity_id, amenity_ord)
    select p.id, m.id, (p.id * 7 + m.id * 5) % 12 from properties p join made m on (p.id + m.id) % 2 = 0 where p.id < (select max(id) from properties)
  ), pictures as (
    insert into files (document_id, name, url, formats, width, mime, provider, created_at, updated_at, published_at)
    select lpad('file' || n, 24, '0'), 'file ' || n, '/uploads/' || n || '.jpg', '{"small":{"url":"/uploads/s.jpg"}}', n, 'image/jpeg', 'local', now(), now(), now()
    from generate_series(1, 3) n returning id
  )
  insert into files_related_mph (file_id, related_id, related_type, field, "order")
  select (select min(id) from pictures) + h.id % 3, h.id, 'api::host-profile.host-profile', 'photo', 1 from host_profiles h where h.id % 2 = 0`;
