import type { Core } from '@strapi/strapi';
import type { Context, Middleware } from 'koa';

/** Names and values in turn, as node:http takes them. */
export type RawHeaders = readonly string[];

export interface ApiHeaders {
  /** @returns null until they have been loaded once for this origin */
  known(origin: string | undefined): RawHeaders | null;
  load(origin: string | undefined): Promise<RawHeaders>;
}

/** More pages than call one API: beyond it somebody makes them up. */
const ORIGINS_MAX = 1_000;

/**
 * The headers that an answer to a read has through Strapi's own stack, as config/middlewares.ts says: of security and of CORS. The
 * middlewares themselves are asked, once for each origin: they hang on nothing else of a request.
 */
export function apiHeaders(strapi: Core.Strapi): ApiHeaders {
  const byOrigin = new Map<string | undefined, RawHeaders>();
  return {
    known: (origin) => byOrigin.get(origin) ?? null,
    async load(origin) {
      const headers = byOrigin.get(origin) ?? (await headersFor(strapi, origin));
      if (byOrigin.size >= ORIGINS_MAX) byOrigin.clear();
      byOrigin.set(origin, headers);
      return headers;
    },
  };
}

async function headersFor(strapi: Core.Strapi, origin: string | undefined): Promise<RawHeaders> {
  const headers = new Map<string, string>();
  const set = (name: string, value: unknown) => void headers.set(name, String(value));
  const res = { setHeader: set, removeHeader: (name: string) => void headers.delete(name), getHeader: (name: string) => headers.get(name) }; // prettier-ignore
  const get = (name: string) => (name === 'Origin' ? (origin ?? '') : '');
  const vary = (name: string) => set('Vary', name);
  const ctx = { method: 'GET', path: '/api/', req: {}, res, get, set, vary } as unknown as Context;
  for (const name of ['strapi::security', 'global::api-security', 'strapi::cors'])
    await strapiMiddleware(strapi, name)(ctx, async () => undefined);
  return [...headers].flat();
}

function strapiMiddleware(strapi: Core.Strapi, name: string): Middleware {
  const make = strapi.middleware(name as never) as unknown as (config: object, parts: object) => Middleware;
  return make(configOf(strapi, name), { strapi });
}

interface Named {
  readonly name: string;
  readonly config?: object;
}

function configOf(strapi: Core.Strapi, name: string): object {
  const entries = strapi.config.get<readonly (string | Named)[]>('middlewares');
  const entry = entries.find((each) => typeof each === 'object' && each.name === name) as Named | undefined;
  return entry?.config ?? {};
}
