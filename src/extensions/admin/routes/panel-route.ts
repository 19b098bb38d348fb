import type { Context } from 'koa';
import type { z } from 'zod';
import { documentId } from '../../../contract/fields';
import { parsePart } from '../../../contract/parse';
import { errorBody, httpOf } from '../../../contract/refusal-http';
import type { Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { panelUserOf, type PanelUser } from '../panel-user';

/** One button of the panel: a route that asks for its permission, parses, calls one use case and answers. */
export interface PanelRoute<B extends z.ZodType> {
  readonly path: string;
  readonly permission: string;
  readonly body: B;
  handle(
    app: Casita,
    call: { readonly user: PanelUser; readonly id: string; readonly body: z.infer<B> },
  ): Promise<Outcome<unknown>>;
}

/** In Strapi's shape, below /casita. */
export function panelRoute<B extends z.ZodType>(route: PanelRoute<B>) {
  return {
    method: 'POST' as const,
    path: route.path,
    info: { type: 'admin' as const, pluginName: 'casita' },
    handler: async (ctx: Context) => send(ctx, await call(ctx, route)),
    config: {
      policies: [
        'admin::isAuthenticatedAdmin',
        { name: 'admin::hasPermissions', config: { actions: [route.permission] } },
      ],
    },
  };
}

async function call<B extends z.ZodType>(ctx: Context, route: PanelRoute<B>): Promise<Outcome<unknown>> {
  const user = panelUserOf(ctx.state);
  if (!user) throw new Error('A panel route is behind sign-in');
  const id = parsePart('params', documentId, (ctx['params'] as { id?: unknown }).id);
  if (!id.ok) return id;
  const body = parsePart('body', route.body, (ctx.request as { body?: unknown }).body ?? {});
  if (!body.ok) return body;
  return route.handle(strapi.get('casita') as Casita, { user, id: id.value, body: body.value });
}

function send(ctx: Context, outcome: Outcome<unknown>): void {
  ctx.status = outcome.ok ? 200 : httpOf[outcome.kind].status;
  ctx.body = outcome.ok ? { data: outcome.value } : errorBody(outcome);
}
