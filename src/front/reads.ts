import type { Core } from '@strapi/strapi';
import type { Context, Middleware } from 'koa';
import { allOperations } from '../contract/operations';
import type { AnyOperation } from '../contract/operation';
import { answerOperation } from '../contract/rest';
import { answerRefusal } from '../contract/refusal-http';
import { refusalOfLostParameters } from '../middlewares/lost-parameters';
import { apiHeaders } from './api-headers';

/**
 * Answers the operations that are marked `front` ahead of Strapi's own stack, which costs ten times what most of them do. The answer is
 * the same to the byte and the header (tests/api/front-reads.test.ts). Whatever is not plainly one of them, such as another method, a
 * path in capitals or an escaped id, goes on to Strapi, which knows what to say. The log has no line for each of these reads; /metrics
 * counts them.
 */
export function frontReads(strapi: Core.Strapi): Middleware {
  const find = frontOperations(allOperations, strapi.config.get<string>('api.rest.prefix'));
  const withHeaders = apiHeaders(strapi);
  return async (ctx, next) => {
    const found = ctx.method === 'GET' || ctx.method === 'HEAD' ? find(ctx.path) : null;
    if (!found) return next();
    const lost = refusalOfLostParameters(ctx.querystring);
    if (lost) return answerRefusal(ctx, lost);
    ctx['_matchedRoute'] = found.route;
    ctx['params'] = found.params;
    return withHeaders(ctx, () => answerOperation(ctx as Context, found.operation));
  };
}

export interface FrontOperation {
  readonly operation: AnyOperation;
  /** The path with its `:name` parameters, as it is counted under. */
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
}

/** @returns what a path means, or null where that is not for the front to say */
export function frontOperations(
  operations: readonly AnyOperation[],
  prefix: string,
): (path: string) => FrontOperation | null {
  const marked = operations.filter(({ front }) => front);
  const exact = new Map<string, FrontOperation>();
  const patterns: { readonly pattern: RegExp; readonly operation: AnyOperation; readonly route: string }[] = [];
  for (const operation of marked) {
    const route = prefix + operation.path;
    const pattern = route.replace(/:(\w+)/g, '(?<$1>[\\w-]+)');
    if (pattern === route) exact.set(route, { operation, route, params: {} });
    else patterns.push({ pattern: new RegExp(`^${pattern}$`), operation, route });
  }
  return (path) => {
    const found = exact.get(path);
    if (found || !path.startsWith(prefix)) return found ?? null;
    for (const { pattern, operation, route } of patterns) {
      const match = pattern.exec(path);
      if (match) return { operation, route, params: { ...match.groups } };
    }
    return null;
  };
}
