import { z } from 'zod';
import { JsonList, operation, type AnyOperation, type Answer } from '../contract/operation';
import { accept, type Accepted } from '../domain/refusal';
import { countedHomes, facetsOf, type Facet } from './facets';
import { correctedQ, forgiveTypos } from './forgive-typos';
import { mapOperation } from './map-operation';
import { photo } from './photo-schema';
import { searchHomes } from './search-homes';
import type { SearchPage } from './search-page';
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
    if (!query.facets && meant === null) return pageAnswered(outcome.value, query.pageSize);
    const facets = query.facets ? await facetsOf(app, search, query.facets) : accept([]);
    if (!facets.ok) return facets;
    return accept(answerOf(outcome.value, query.pageSize, { facets: facets.value, correctedQ: meant }));
  },
});

type SearchAnswer = Answer<z.input<typeof home>[]>;

const answerOf = (
  { homes, nextCursor, total, totalIsExact }: SearchPage,
  pageSize: number,
  rest: { readonly facets: readonly Facet[]; readonly correctedQ: string | null },
): SearchAnswer => ({
  data: new JsonList<object>(homes),
  meta: { pagination: { pageSize, nextCursor, total, totalIsExact }, ...rest },
});

const answers = new WeakMap<SearchPage, Accepted<SearchAnswer>>();

/** A page that is given out again (known-pages.ts), always of the same size, has the same answer, put together once. */
function pageAnswered(page: SearchPage, pageSize: number): Accepted<SearchAnswer> {
  const known = answers.get(page);
  if (known) return known;
  const answer = accept(answerOf(page, pageSize, { facets: [], correctedQ: null }));
  answers.set(page, answer);
  return answer;
}

export const searchOperations: AnyOperation[] = [searchOperation, mapOperation];
