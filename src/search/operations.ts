import { z } from 'zod';
import { operation, type AnyOperation } from '../contract/operation';
import { accept } from '../domain/refusal';
import { countedHomes, facetsOf } from './facets';
import { correctedQ, forgiveTypos } from './forgive-typos';
import { listOf } from './known-pages';
import { mapOperation } from './map-operation';
import { photo } from './photo-schema';
import { searchHomes } from './search-homes';
import { approximatePoint, basePrice, rating, stay } from './shown-home';
import { facetNames, readSearch, searchQuery, type HomeSearch } from './search-query';

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
  correctedQ,
});

const searchOperation = operation({
  id: 'searchProperties',
  kind: 'query',
  method: 'GET',
  path: '/search',
  tag: 'Search',
  summary: 'Homes for a place, dates and people',
  description:
    'With dates only homes that can be booked for them are listed, each with the whole price of the stay. Places are approximate. Filtering or sorting by price needs homes of one currency (`currency` chooses it), and in order of price at most 50,000 of them. Dates that are past, or further ahead than a home is sold, find nothing.',
  access: 'anyone',
  front: true,
  query: searchQuery,
  rateLimit: { name: 'search', points: 1_200, seconds: 60 },
  success: { status: 200, schema: z.array(home), meta: searchMeta, description: 'One page of homes' },
  refusals: ['refused'],
  async handle(app, { query }) {
    const page = { cursor: query.cursor, pageSize: query.pageSize };
    const find = (asked: HomeSearch) => searchHomes(app, asked, page);
    const { search, outcome, correctedQ: meant } = await forgiveTypos(app, readSearch(query), find);
    if (!outcome.ok) return outcome;
    const { homes, nextCursor, total, totalIsExact } = outcome.value;
    const pagination = { pageSize: query.pageSize, nextCursor, total, totalIsExact };
    const facets = query.facets ? await facetsOf(app, search, query.facets) : accept([]);
    if (!facets.ok) return facets;
    return accept({ data: listOf(homes), meta: { pagination, facets: facets.value, correctedQ: meant } });
  },
});

export const searchOperations: AnyOperation[] = [searchOperation, mapOperation];
