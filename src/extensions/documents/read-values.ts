import { isNativeError } from 'node:util/types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { isContentApi } from './published-only';

/**
 * Strapi compares a filter's value with a column as it came: a word with a number, a list of one with `$between`. What the database or
 * the query builder then says is the caller's fault, not ours.
 */
export function registerReadValues(strapi: Core.Strapi): void {
  strapi.documents.use(async (context, next) => {
    if (!reads.has(context.action) || !isContentApi(strapi)) return next();
    try {
      return await next();
    } catch (error) {
      throw namingFilters(error);
    }
  });
}

const reads: ReadonlySet<string> = new Set(['findMany', 'findFirst', 'findOne', 'count']);

/** A refusal (400) of what only a value in `filters` can have led to; anything else as it is. */
export function namingFilters(error: unknown): unknown {
  if (!isOfValue(error)) return error;
  return new errors.ValidationError('query: filters: a value that its field or operator does not take', {
    reasons: [{ code: 'wrong_type', field: 'filters' }],
  });
}

/** PostgreSQL's class 22 (data that does not fit), and what Strapi and knex say in words only. */
function isOfValue(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (/^22...$/.test(code) || code === 'ERR_ASSERTION')) return true;
  return words.test(error.message);
}

const words =
  /^(Expected a valid (BigInteger|Number)|Operator \S+ must be an array|Operator and non-operator keys|Only one operator key|Undefined attribute level operator|Only \$and, \$or|You cannot filter on|Where must be)/;
