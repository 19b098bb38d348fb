/** What is asked: the same for everybody who is measured. */
import { createHash } from 'node:crypto';
import { daysBefore } from './homes.mjs';

/** A number in [0, 1) that looks drawn, the same in every run. */
const chance = (name) => createHash('sha256').update(name).digest().readUInt32BE() / 2 ** 32;

/** Limits count by address: each ask comes from one of its own, as the proxy in front would say. */
export const from = (n) => ({ 'x-forwarded-for': `10.${n % 200}.${Math.floor(n / 200) % 250}.7` });

const dayAhead = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const nights = 5;

const bboxOf = ({ latitude, longitude, half }) =>
  [longitude - half, latitude - half, longitude + half, latitude + half].map((value) => value.toFixed(6)).join(',');

/** @param {import('./boxes.mjs').Box} box */
export const searchPath = (box) => `/api/search?bbox=${bboxOf(box)}&adults=2&pageSize=25`;

/** Five nights among the stays that there are. @param {import('./boxes.mjs').Box} box */
export function datedSearchPath(box, n) {
  const first = daysBefore + 10 + Math.floor(chance(`first ${n}`) * 200);
  return `${searchPath(box)}&checkIn=${dayAhead(first)}&checkOut=${dayAhead(first + nights)}`;
}

/** @param {readonly import('./boxes.mjs').Box[]} boxes @returns {import('./load.mjs').Ask[]} */
export const datedSearches = (boxes, count = 400) =>
  Array.from({ length: count }, (_, n) => ({ path: datedSearchPath(boxes[n % boxes.length], n), headers: from(n) }));

/** Searches of a round, for stays that no other round asks for. @returns {import('./load.mjs').Ask[]} */
export const newSearches = (boxes, count, round) =>
  Array.from({ length: count }, (_, n) => {
    const [box, first] = [boxes[n % boxes.length], daysBefore + 10 + Math.floor(n / boxes.length)];
    const stay = `checkIn=${dayAhead(first)}&checkOut=${dayAhead(first + nights + 1 + round)}`;
    return { path: `${searchPath(box)}&${stay}`, headers: from(n) };
  });

/** The page of a home. */
export const homePath = (documentId) => `/api/properties/${documentId}`;

/** Pages of some homes that many look at. @returns {import('./load.mjs').Ask[]} */
export const homePages = (documentIds, count = 4_000) =>
  Array.from({ length: count }, (_, n) => ({
    path: homePath(documentIds[n % documentIds.length]),
    headers: from(n),
  }));

const graphql = (query, variables, headers) => ({
  path: '/graphql',
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ query, variables }),
});

const card = '{ data { documentId name host { displayName } photos { url } stay { total { amount currency } } } }';
const search = `query ($bbox: String, $checkIn: Night, $checkOut: Night) {
  searchProperties(bbox: $bbox, checkIn: $checkIn, checkOut: $checkOut, adults: 2, pageSize: 25) ${card}
}`;

/** The same searches over GraphQL, with host and pictures. @param {readonly import('./load.mjs').Ask[]} searches */
export const graphqlSearches = (searches) =>
  searches.map(({ path, headers }) => {
    const asked = new URL(path, 'http://any').searchParams;
    const variables = Object.fromEntries(['bbox', 'checkIn', 'checkOut'].map((name) => [name, asked.get(name)]));
    return graphql(search, variables, headers);
  });

/** Pages of 25, from several places of the list. */
const pages = [1, 2, 3, 5, 8, 13, 21, 34];

/** Strapi's own list of 25 homes with two relations, that both ours and a stock app generate. */
export const graphqlLists = pages.map((page, n) =>
  graphql(
    `
      query ($page: Int) {
        properties(pagination: { page: $page, pageSize: 25 }) {
          documentId
          name
          host {
            displayName
          }
          amenities {
            code
          }
        }
      }
    `,
    { page },
    from(n),
  ),
);

const restList = (relations) =>
  pages.map((page, n) => ({
    path: `/api/properties?pagination[page]=${page}&pagination[pageSize]=25&${relations.map((name, at) => `populate[${at}]=${name}`).join('&')}`,
    headers: from(n),
  }));

export const stockLists = {
  rest: restList(['host', 'photos']),
  generated: restList(['host', 'amenities']),
  graphql: pages.map((page, n) =>
    graphql(
      `
        query ($page: Int) {
          properties(pagination: { page: $page, pageSize: 25 }) {
            documentId
            name
            host {
              displayName
            }
            photos {
              url
            }
          }
        }
      `,
      { page },
      from(n),
    ),
  ),
};
