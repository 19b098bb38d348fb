import type { Core } from '@strapi/strapi';
import type { Context, Middleware } from 'koa';
import { finishAnswer, sendFinished, type StoredBy } from '../contract/finished-answer';
import { bearerOf } from '../contract/rest';
import { accept } from '../domain/refusal';
import type { Accounts, Casita, FinishedAnswer } from '../ports';
import { apiHeaders } from './api-headers';

/** Longer than any set of fields and relations that makes sense. */
const QUERY_MAX = 600;

/** Which kept page a request asks for; null where it asks for something else, or in a way that is not kept. */
export interface PageAsked {
  readonly home: string;
  /** Under which it is kept for a role. */
  keyFor(role: PageReader): string;
}

const PUBLIC = 'public';

/** A role's number, or whoever has no account. */
export type PageReader = number | typeof PUBLIC;

/** What an account may read is for nobody else's cache. */
export const storedBy = (reader: PageReader): StoredBy => (reader === PUBLIC ? 'public' : 'private');

export function pageAsked(strapi: Core.Strapi): (path: string, querystring: string) => PageAsked | null {
  const route = pageRoute(strapi);
  const path = new RegExp(`^${route.replace(':id', '([a-z0-9]{24})')}$`);
  return (asked, querystring) => {
    const home = querystring.length > QUERY_MAX ? undefined : path.exec(asked)?.[1];
    return home === undefined ? null : { home, keyFor: (role) => `page ${home} ${role} ${querystring}` };
  };
}

export const pageRoute = (strapi: Core.Strapi): string =>
  `${strapi.config.get<string>('api.rest.prefix')}/properties/:id`;

/** @returns null for a token that is good for nothing */
export function pageReader(
  accounts: Accounts,
  authorization: string | undefined,
): PageReader | Promise<PageReader | null> {
  const bearer = bearerOf(authorization ?? '');
  return bearer === null ? PUBLIC : accounts.roleOf(bearer);
}

/**
 * Keeps the generated page of a home as Strapi's stack has answered it, by its path and query and the role that it was read with. Strapi
 * lets through what a role may read and looks at nothing else of who asks; a change of any role's rights drops all that is kept. What is
 * refused is not kept, nor is anything made here. What is kept is given out by direct-reads.ts.
 */
export function propertyPages(strapi: Core.Strapi, { accounts, kept }: Casita): Middleware {
  const asks = pageAsked(strapi);
  const headers = apiHeaders(strapi);
  return async (ctx, next) => {
    const asked = isRead(ctx.method) ? asks(ctx.path, ctx.querystring) : null;
    const reader = asked && (await pageReader(accounts, ctx.req.headers.authorization));
    if (asked === null || reader === null) return next();
    let isMaker = false;
    const made = await kept.load(asked.keyFor(reader), asked.home, async () => {
      isMaker = true;
      await next();
      return accept(roleIn(ctx as Context) === reader ? takeAnswer(ctx as Context) : null);
    });
    const answer = made.ok ? made.value : null;
    if (isMaker) return answer ? sendFinished(ctx as Context, answer, storedBy(reader)) : undefined;
    if (!answer) return next();
    ctx['_matchedRoute'] = pageRoute(strapi);
    const common = await headers.load(ctx.req.headers.origin);
    for (let at = 0; at < common.length; at += 2) ctx.set(common[at] ?? '', common[at + 1] ?? '');
    sendFinished(ctx as Context, answer, storedBy(reader));
  };
}

export const isRead = (method: string | undefined): boolean => method === 'GET' || method === 'HEAD';

/** The role that Strapi has read it with, which may have changed since it was asked for above. */
function roleIn(ctx: Context): unknown {
  const user = ctx.state['user'] as { readonly role?: { readonly id?: unknown } } | undefined;
  return user === undefined ? PUBLIC : user.role?.id;
}

function takeAnswer({ status, body }: Context): FinishedAnswer | null {
  const isPage = status === 200 && typeof body === 'object' && body !== null && 'data' in body;
  return isPage ? finishAnswer(JSON.stringify(body)) : null;
}
