import type { Core } from '@strapi/strapi';
import type { CountedCollection, KeptCounts } from '../../ports';
import { isContentApi } from './published-only';

interface Told {
  readonly collection: CountedCollection;
  readonly attributes: ReadonlySet<string>;
}

/**
 * What a change of is told (content-type-steps/generated-lists.ts), so that a count by these may be kept; and by these alone, since a
 * count by anything else walks through few entries or is not asked day and night.
 */
const toldOf: Readonly<Record<string, Told>> = {
  'api::property.property': {
    collection: 'homes',
    attributes: new Set(['roomType', 'propertyType', 'currency']),
  },
  'api::host-profile.host-profile': { collection: 'hosts', attributes: new Set(['superhost']) },
};

/** Of these a count does not hang on anything but the filters; `status` is one for all entries. */
const idle: ReadonlySet<string> = new Set(['filters', 'sort', 'fields', 'populate', 'pagination', 'start', 'limit']);

/**
 * Strapi counts the whole collection with each page of it. PostgreSQL counts a million homes in a tenth of a second of every core that it has: that is
 * done once for each change of the list, not once for each page. To be registered after what refuses a read and before what bounds it.
 */
export function registerKeptCounts(strapi: Core.Strapi, counts: KeptCounts): void {
  strapi.documents.use((context, next) => {
    const told = Object.hasOwn(toldOf, context.uid) ? toldOf[context.uid] : undefined;
    if (told === undefined || context.action !== 'count' || !isContentApi(strapi)) return next();
    const key = keyOfCount(told.attributes, context.params);
    return key === null ? next() : (counts.load(told.collection, key, next as () => Promise<number>) as never);
  });
}

/** What the same count is kept under; null for one that may change without a notice. */
function keyOfCount(told: ReadonlySet<string>, params: unknown): string | null {
  const { filters, ...others } = Object(params) as { readonly filters?: unknown };
  const isPlain = Object.entries(others).every(([name, value]) => idle.has(name) || isUsual(name, value));
  return isPlain && isTold(told, filters) ? (JSON.stringify(filters) ?? '') : null;
}

const isUsual = (name: string, value: unknown): boolean =>
  value === undefined || (name === 'status' && value === 'published');

/** Whether `filters` names no attribute but those that are told: all other keys are operators and places in lists. */
function isTold(told: ReadonlySet<string>, filters: unknown, isWithin = false): boolean {
  if (filters instanceof Date) return false;
  if (Array.isArray(filters)) return filters.every((each) => isTold(told, each, isWithin));
  if (typeof filters !== 'object' || filters === null) return isWithin || filters === undefined;
  return Object.entries(filters).every(([name, value]) =>
    name.startsWith('$') ? isTold(told, value, isWithin) : !isWithin && told.has(name) && isTold(told, value, true),
  );
}
