import type { Core } from '@strapi/strapi';
import type { Context, Middleware } from 'koa';
import { finishAnswer, sendFinished } from '../contract/finished-answer';
import { bearerOf } from '../contract/rest';
import { accept } from '../domain/refusal';
import type { Casita, FinishedAnswer } from '../ports';
import { apiHeaders } from './api-headers';

/** Longer than any set of fields and relations that makes sense. */
const QUERY_MAX = 600;

/**
 * Keeps the generated page of a home as Strapi's stack has answered it, by its path and query and the role that it was read with. Strapi
 * lets through what a role may read and looks at nothing else of who asks; a change of any role's rights drops all that is kept. What is
 * refused is not kept, nor is anything made here.
 */
export function propertyPages(strapi: Core.Strapi, { accounts, kept }: Casita): Middleware {
  const route = `${strapi.config.get<string>('api.rest.prefix')}/properties/:id`;
  const path = new RegExp(`^${route.replace(':id', '([a-z0-9]{24})')}$`);
  const withHeaders = apiHeaders(strapi);
  return async (ctx, next) => {
    const home = isRead(ctx.method) ? path.exec(ctx.path)?.[1] : undefined;
    if (home === undefined || ctx.querystring.length > QUERY_MAX) return next();
    const bearer = bearerOf(ctx.req.headers.authorization ?? '');
    const role = bearer === null ? PUBLIC : await accounts.roleOf(bearer);
    if (role === null) return next();
    let isMaker = false;
    const made = await kept.load(`page ${home} ${role} ${ctx.querystring}`, home, async () => {
      isMaker = true;
      await next();
      return accept(roleIn(ctx as Context) === role ? takeAnswer(ctx as Context) : null);
    });
    const answer = made.ok ? made.value : null;
    if (isMaker) return answer ? sendFinished(ctx as Context, answer) : undefined;
    if (!answer) return next();
    ctx['_matchedRoute'] = route;
    return withHeaders(ctx, async () => sendFinished(ctx as Context, answer));
  };
}

const PUBLIC = 'public';

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** The role that Strapi has read it with, which may have changed since it was asked for above. */
function roleIn(ctx: Context): unknown {
  const user = ctx.state['user'] as { readonly role?: { readonly id?: unknown } } | undefined;
  return user === undefined ? PUBLIC : user.role?.id;
}

function takeAnswer({ status, body }: Context): FinishedAnswer | null {
  const isPage = status === 200 && typeof body === 'object' && body !== null && 'data' in body;
  return isPage ? finishAnswer(JSON.stringify(body)) : null;
}
