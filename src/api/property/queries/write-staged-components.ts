import type { Tx } from '../../../adapters/postgres/sql';
import { type ListingComponent, listingComponents } from '../listing-columns';

/** Address, point, capacity, prices and rules: brought up to date where the home has them, added where not. */
export async function writeStagedComponents(tx: Tx): Promise<void> {
  for (const component of listingComponents) {
    await updateComponent(tx, component);
    await addComponent(tx, component);
  }
}

/** Amounts in another currency than before mean nothing: then the prices begin anew. */
const before = ({ field }: ListingComponent): string =>
  field === 'prices' ? 'case when s.currency_changed then $3::jsonb else to_jsonb(c) end' : 'to_jsonb(c)';

async function updateComponent(tx: Tx, component: ListingComponent): Promise<void> {
  const { field, type, table, staged, columns, defaults } = component;
  const values = columns.map((column) => `r.${column}`).join(', ');
  await tx.query(
    `update ${table} c
     set (${columns.join(', ')}) =
       (select ${values} from jsonb_populate_record(null::${table}, ${before(component)} || s.${staged}) r)
     from properties_cmps j join staged_listing s on s.property_id = j.entity_id
     where j.cmp_id = c.id and j.field = $1 and j.component_type = $2`,
    field === 'prices' ? [field, type, JSON.stringify(defaults)] : [field, type],
  );
}

async function addComponent(tx: Tx, { field, type, table, staged, defaults }: ListingComponent): Promise<void> {
  await tx.query(
    `with missing as materialized (
       select s.property_id, nextval(pg_get_serial_sequence('${table}', 'id')) as component_id, s.${staged} as patch
       from staged_listing s
       where not exists (select from properties_cmps j where j.entity_id = s.property_id and j.field = $1 and j.component_type = $2)
     ), added as (
       insert into ${table}
       select r.* from missing m,
         jsonb_populate_record(null::${table}, $3::jsonb || m.patch || jsonb_build_object('id', m.component_id)) r
     )
     insert into properties_cmps (entity_id, cmp_id, component_type, field)
     select property_id, component_id, $2, $1 from missing`,
    [field, type, JSON.stringify(defaults)],
  );
}
