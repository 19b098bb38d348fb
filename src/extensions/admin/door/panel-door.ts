import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { panelUserOf } from '../panel-user';
import { panelSessionStands } from '../sessions/session-stands';
import { allowedRoutes } from './allowed-routes';
import { answerEntries, answerPicker } from './entry-routes';
import { answerUpload } from './upload-routes';
import { checkProfileChange } from './own-profile';
import type { KeptUser } from './record-rights';

type Next = () => Promise<unknown>;

interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly info?: { readonly pluginName?: string };
}

/**
 * Stands behind sign-in and before every route of the panel: hosts and moderators pass by the list in
 * allowed-routes.ts only. It wraps Strapi's authentication, so that no route, also of a plugin added later, is beside it.
 */
export function installPanelDoor(strapi: Core.Strapi): void {
  const auth = strapi.get('auth') as { authenticate(ctx: Context, next: Next): Promise<unknown> };
  const authenticate = auth.authenticate.bind(auth);
  auth.authenticate = (ctx, next) => authenticate(ctx, () => passDoor(strapi, ctx, next));
}

async function passDoor(strapi: Core.Strapi, ctx: Context, next: Next): Promise<unknown> {
  const user = panelUserOf(ctx.state);
  if (!user || user.kind === 'staff') return next();
  const kept: KeptUser = { ...user, kind: user.kind };
  if (kept.kind === 'host' && !(await panelSessionStands(strapi, kept.id, sessionIdOf(ctx)))) {
    return ctx.unauthorized('Sign in again');
  }
  return follow(strapi, ctx, next, kept);
}

async function follow(strapi: Core.Strapi, ctx: Context, next: Next, user: KeptUser): Promise<unknown> {
  const rule = allowedRoutes.get(nameOf(ctx.state['route'] as DeclaredRoute)) ?? ownRoute(ctx);
  switch (rule) {
    case 'open':
      return next();
    case 'entries':
      return answerEntries(strapi, ctx, next, user);
    case 'picker':
      return answerPicker(ctx, next, user);
    case 'upload':
      return answerUpload(ctx, next, user);
    case 'no_folders':
      ctx.body = { data: [] };
      return undefined;
    case 'profile':
      checkProfileChange(ctx);
      return next();
    case undefined:
      throw new errors.ForbiddenError();
    default:
      return rule satisfies never;
  }
}

const nameOf = ({ method, path, info }: DeclaredRoute): string =>
  `${method.toUpperCase()} ${info?.pluginName ?? ''}:${path}`;

/** Our own routes ask for their own permission each, and their use cases ask who owns what. */
const ownRoute = (ctx: Context): 'open' | undefined =>
  (ctx.state['route'] as DeclaredRoute).info?.pluginName === 'casita' ? 'open' : undefined;

const sessionIdOf = (ctx: Context): string | null => (ctx.state['session'] as { id?: string } | undefined)?.id ?? null;
