import type { Core } from '@strapi/strapi';
import type { Context, Middleware } from 'koa';
import { isGraphqlPath } from './graphql-door';

/**
 * What guards a page in a browser and says nothing to whoever reads JSON. Each costs every answer its bytes, its writing and its reading.
 */
const ofPages = [
  'Content-Security-Policy',
  'Referrer-Policy',
  'X-DNS-Prefetch-Control',
  'X-Download-Options',
  'X-Permitted-Cross-Domain-Policies',
];

/** OWASP, REST Security Cheat Sheet, "Security Headers": no answer of an API is a page, and none is framed. Strapi says the others. */
const ofApi: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
};

/** Of REST and GraphQL: other headers than those of the panel's pages, which strapi::security has set. A page below `/api` sets its own. */
export function apiSecurity(strapi: Core.Strapi): Middleware {
  const prefix = `${strapi.config.get<string>('api.rest.prefix')}/`;
  return async (ctx, next) => {
    if (ctx.path.startsWith(prefix) || isGraphqlPath(ctx.path)) setApiHeaders(ctx);
    await next();
  };
}

function setApiHeaders({ res }: Pick<Context, 'res'>): void {
  for (const name of ofPages) res.removeHeader(name);
  for (const [name, value] of Object.entries(ofApi)) res.setHeader(name, value);
}
