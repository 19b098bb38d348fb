import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { isContentApi } from './published-only';

/** What one generated read may ask for, over REST and GraphQL alike. No app that shows homes meets these. */
export const readLimits = {
  /** Values that are compared with, each one of a list counted. */
  filterValues: 100,
  /** Levels of relations, operators and lists within `filters`. */
  filterDepth: 10,
  sorts: 5,
  /** Entries before the first one that is shown: each of them is read and thrown away. */
  start: 10_000,
} as const;

/** What such a read asks for, as Strapi has put it in order. */
export interface AskedRead {
  readonly filters?: unknown;
  readonly sort?: unknown;
  readonly start?: unknown;
}

/** Limits for reads from outside of the admin panel. */
export function registerReadLimits(strapi: Core.Strapi): void {
  strapi.documents.use((context, next) => {
    if (isMeant(strapi, context)) refuseBeyondLimits(context.params as AskedRead);
    return next();
  });
}

/**
 * A filter on a column without an index goes through all homes: what takes too long is ended, and the caller is told to come back
 * (503). To be registered after what may answer without the database.
 */
export function registerTimeOfReads(strapi: Core.Strapi, timeoutMs: number): void {
  strapi.documents.use((context, next) => {
    if (!isMeant(strapi, context)) return next();
    const ended = strapi.db.transaction(async ({ trx }) => {
      await trx.raw(`set local statement_timeout = ${timeoutMs}`);
      return next();
    });
    return ended as never;
  });
}

const isMeant = (strapi: Core.Strapi, { action, uid }: { readonly action: string; readonly uid: string }): boolean =>
  lists.has(action) && uid.startsWith('api::') && isContentApi(strapi);

const lists: ReadonlySet<string> = new Set(['findMany', 'findFirst', 'count']);

/** @throws ValidationError (400) that names the limit */
export function refuseBeyondLimits({ filters, sort, start }: AskedRead): void {
  const { values, depth } = sizeOf(filters);
  refuseAbove('filters', 'too_many_values', values, readLimits.filterValues);
  refuseAbove('filters', 'too_deep', depth, readLimits.filterDepth);
  refuseAbove('sort', 'too_many', sortsIn(sort), readLimits.sorts);
  refuseAbove('pagination', 'too_far', Number(start ?? 0), readLimits.start);
}

function refuseAbove(field: string, code: string, value: number, limit: number): void {
  if (!(value > limit)) return;
  throw new errors.ValidationError(`query: ${field}: ${code.replaceAll('_', ' ')}, at most ${limit}`, {
    reasons: [{ code, field, limit, value }],
  });
}

interface Size {
  readonly values: number;
  readonly depth: number;
}

function sizeOf(filters: unknown): Size {
  if (typeof filters !== 'object' || filters === null) return { values: filters === undefined ? 0 : 1, depth: 0 };
  const sizes = Object.values(filters).map(sizeOf);
  return {
    values: sizes.reduce((sum, { values }) => sum + values, 0),
    depth: 1 + Math.max(0, ...sizes.map(({ depth }) => depth)),
  };
}

function sortsIn(sort: unknown): number {
  if (typeof sort === 'string') return sort.split(',').length;
  if (typeof sort !== 'object' || sort === null) return 0;
  return Object.values(sort).reduce<number>((sum, each) => sum + Math.max(1, sortsIn(each)), 0);
}
