import type { Sql } from '../../../adapters/postgres/sql';
import type { ListingContent } from '../../../domain/listing';
import type { PropertyState } from '../../../domain/property-terms';
import { listingComponents, type ListingComponent } from '../listing-columns';

export interface ListingPhoto {
  readonly documentId: string;
  readonly caption: string | null;
  readonly position: number;
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** A listing as its host sees it: everything, the exact address too. */
export interface OwnListing extends ListingContent {
  readonly id: number;
  readonly documentId: string;
  readonly state: PropertyState;
  /** Why staff or an import took it off the market. */
  readonly stateReason: string | null;
  readonly publishedOn: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly photos: readonly ListingPhoto[];
}

type ComponentRow = Record<string, unknown> | null;
type Row = Omit<OwnListing, 'publishedOn' | 'createdAt' | 'updatedAt'> & {
  publishedOn: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

const componentJson = ({ field, table, type }: ListingComponent): string =>
  `(select to_jsonb(c) from ${table} c join properties_cmps j on j.cmp_id = c.id
    where j.entity_id = p.id and j.field = '${field}' and j.component_type = '${type}') as "${field}"`;

const columns = `
  p.id, p.document_id as "documentId", p.name, p.summary, p.neighbourhood, p.neighbourhood_overview as "neighbourhoodOverview",
  p.property_type as "propertyType", p.room_type as "roomType", p.licence, p.currency, p.time_zone as "timeZone", p.state,
  p.state_reason as "stateReason", p.published_on as "publishedOn", p.created_at as "createdAt", p.updated_at as "updatedAt",
  ${listingComponents.map(componentJson).join(',\n  ')},
  (select coalesce(jsonb_agg(a.code order by l.amenity_ord, a.code), '[]') from properties_amenities_lnk l
    join amenities a on a.id = l.amenity_id where l.property_id = p.id) as amenities,
  (select coalesce(jsonb_agg(jsonb_build_object('documentId', u.document_id, 'caption', u.caption, 'position', u.position,
      'url', f.url, 'width', f.width, 'height', f.height) order by u.position, u.id), '[]')
    from photo_uses u
    join files_related_mph r on r.related_id = u.id and r.related_type = 'api::photo-use.photo-use' and r.field = 'file'
    join files f on f.id = r.file_id
    where u.property_id = p.id) as photos`;

/** Another's and a missing one are the same: null. */
export async function ownListing(sql: Sql, documentId: string, hostId: number): Promise<OwnListing | null> {
  const rows = await sql.query<Row>(`select ${columns} from properties p where p.document_id = $1 and p.host_id = $2`, [
    documentId,
    hostId,
  ]);
  return rows[0] ? read(rows[0]) : null;
}

export interface ListingPage {
  readonly state: PropertyState | null;
  readonly limit: number;
  readonly offset: number;
}

/** The newest first. */
export async function ownListings(
  sql: Sql,
  hostId: number,
  page: ListingPage,
): Promise<{ rows: OwnListing[]; total: number }> {
  const where = 'p.host_id = $1 and ($2::text is null or p.state = $2)';
  const rows = await sql.query<Row>(
    `select ${columns} from properties p where ${where} order by p.id desc limit $3 offset $4`,
    [hostId, page.state, page.limit, page.offset],
  );
  const counted = await sql.query<{ total: number }>(`select count(*) as total from properties p where ${where}`, [
    hostId,
    page.state,
  ]);
  return { rows: rows.map(read), total: counted[0]?.total ?? 0 };
}

function read(row: Row): OwnListing {
  const components = Object.fromEntries(
    listingComponents.map((component) => [
      component.field,
      readComponent(component, row[component.field] as ComponentRow),
    ]),
  ) as unknown as Pick<OwnListing, ListingComponent['field']>;
  return {
    ...row,
    ...components,
    publishedOn: row.publishedOn?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A home without the component has the defaults; an address or a point has none, so that it stays absent. */
function readComponent({ fields, defaults }: ListingComponent, row: ComponentRow): Record<string, unknown> | null {
  if (row === null && Object.keys(defaults).length === 0) return null;
  const known = Object.entries(row ?? {}).filter(([, value]) => value !== null);
  const values: Record<string, unknown> = { ...defaults, ...Object.fromEntries(known) };
  return Object.fromEntries(Object.entries(fields).map(([field, column]) => [field, values[column] ?? null]));
}
