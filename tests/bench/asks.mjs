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

/** The page of a home. */
export const homePath = (documentId) => `/api/properties/${documentId}`;

/** Pages of some homes that many look at. @returns {import('./load.mjs').Ask[]} */
export const homePages = (documentIds, count = 4_000) =>
  Array.from({ length: count }, (_, n) => ({
    path: homePath(documentIds[n % documentIds.length]),
    headers: from(n),
  }));
