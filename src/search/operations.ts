import { z } from 'zod';
import { operation, type AnyOperation } from '../contract/operation';
import { accept } from '../domain/refusal';
import { countedHomes, facetsOf } from './facets';
import { listOf } from './known-pages';
import { mapOperation } from './map-operation';
import { photo } from './photo-schema';
import { searchHomes } from './search-homes';
import { approximatePoint, basePrice, rating, stay } from './shown-home';
import { facetNames, readSearch, searchQuery } from './search-query';

const home = z
  .object({
    documentId: z.string(),
    name: z.string(),
    propertyType: z.string().nullable(),
    roomType: z.string().nullable(),
    neighbourhood: z.string().nullable(),
    city: z.string().nullable(),
    region: z.string().nullable(),
    country: z.string().nullable(),
    approximatePoint,
    rooms: z
      .object({
        maxGuests: z.int(),
        bedrooms: z.int().nullable(),
        beds: z.int().nullable(),
        bathrooms: z.number().nullable(),
      })
      .meta({ id: 'Rooms' }),
    amenities: z.array(z.string()),
    rating,
    instantBook: z.boolean(),
    host: z
      .object({ documentId: z.string(), displayName: z.string(), superhost: z.boolean() })
      .nullable()
      .meta({ id: 'CardHost' }),
    photos: z.array(photo),
    stay,
    basePrice,
  })
  .meta({ id: 'HomeCard' });

const facet = z
  .object({
    name: z.enum(facetNames),
    values: z.array(z.object({ value: z.string(), count: z.int() }).meta({ id: 'FacetValue' })),
    isExact: z.boolean().meta({ description: `false: only ${countedHomes} of the homes were counted` }),
  })
  .meta({
    id: 'Facet',
    description: 'Counted over the homes that the search would find without its filter of this name',
  });

const searchMeta = z.object({
  pagination: z.object({
    pageSize: z.int(),
    nextCursor: z.string().nullable(),
    total: z.int().meta({ description: 'Counted up to 1,000' }),
    totalIsExact: z.boolean().meta({ description: 'false: there are more than total' }),
  }),
  facets: z.array(facet).meta({ description: 'Those that were asked for' }),
});

const searchOperation = operation({
  id: 'searchProperties',
  kind: 'query',
  method: 'GET',
  path: '/search',
  tag: 'Search',
  summary: 'Homes for a place, dates and people',
  description:
    'With dates only homes that can be booked for them are listed, each with the whole price of the stay. Places are approximate. Filtering or sorting by price needs homes of one currency, at most 5,000 of them.',
  access: 'anyone',
  front: true,
  query: searchQuery,
  rateLimit: { name: 'search', points: 1_200, seconds: 60 },
  success: { status: 200, schema: z.array(home), meta: searchMeta, description: 'One page of homes' },
  refusals: ['refused'],
  async handle(app, { query }) {
    const search = readSearch(query);
    const found = await searchHomes(app, search, { cursor: query.cursor, pageSize: query.pageSize });
    if (!found.ok) return found;
    const { homes, nextCursor, total, totalIsExact } = found.value;
    const pagination = { pageSize: query.pageSize, nextCursor, total, totalIsExact };
    const facets = await facetsOf(app, search, query.facets ?? []);
    if (!facets.ok) return facets;
    return accept({ data: listOf(homes), meta: { pagination, facets: facets.value } });
  },
});

export const searchOperations: AnyOperation[] = [searchOperation, mapOperation];
