import { Readable } from 'node:stream';
import type { Context } from 'koa';
import { type z } from 'zod';
import { documentId, idempotencyKey } from '../../../contract/fields';
import type { UploadedFile } from '../../../contract/operation';
import { parsePart } from '../../../contract/parse';
import { errorBody, httpOf } from '../../../contract/refusal-http';
import { uploadsOf } from '../../../contract/rest';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { Download } from '../../../reports/download';
import { panelUserOf, type PanelUser } from '../panel-user';

/** What a route of the panel is told of a press. */
interface PanelCall<Input> {
  readonly user: PanelUser;
  /** What `:id` of the path stands for; empty where the path has none. */
  readonly id: string;
  readonly body: Input;
  readonly idempotencyKey: string | null;
  /** Files that were sent with it, by their field. */
  readonly uploads: ReadonlyMap<string, UploadedFile>;
}

/** One button of the panel: a route that asks for its permission, parses, calls one use case and answers. */
export interface PanelRoute<B extends z.ZodType> {
  /** Below /casita. */
  readonly path: string;
  readonly permission: string;
  readonly body: B;
  /** What `:id` may be; left out: the document id of an entry. */
  readonly id?: z.ZodType<string>;
  handle(app: Casita, call: PanelCall<z.infer<B>>): Promise<Outcome<unknown>>;
}

/** What staff look up: the same way in, without a body. */
export interface PanelRead<Q extends z.ZodType> {
  readonly path: string;
  readonly permission: string;
  readonly query: Q;
  handle(
    app: Casita,
    call: { readonly user: PanelUser; readonly id: string; readonly query: z.infer<Q> },
  ): Promise<Outcome<unknown>>;
}

/** In Strapi's shape, below /casita. */
export const panelRoute = <B extends z.ZodType>(route: PanelRoute<B>) =>
  inStrapi('POST', route, async (ctx, door) => {
    const body = parsePart('body', route.body, (ctx.request as { body?: unknown }).body ?? {});
    if (!body.ok) return body;
    const key = readKey(ctx);
    if (!key.ok) return key;
    const uploads = uploadsOf((ctx.request as { files?: unknown }).files);
    return route.handle(door.app, { ...door, body: body.value, idempotencyKey: key.value, uploads });
  });

export const panelRead = <Q extends z.ZodType>(route: PanelRead<Q>) =>
  inStrapi('GET', route, async (ctx, door) => {
    const query = parsePart('query', route.query, { ...ctx.query });
    return query.ok ? route.handle(door.app, { ...door, query: query.value }) : query;
  });

interface Door {
  readonly app: Casita;
  readonly user: PanelUser;
  readonly id: string;
}

function inStrapi(
  method: 'GET' | 'POST',
  route: { readonly path: string; readonly permission: string; readonly id?: z.ZodType<string> },
  answer: (ctx: Context, door: Door) => Promise<Outcome<unknown>>,
) {
  const hasId = route.path.includes('/:id');
  return {
    method,
    path: route.path,
    info: { type: 'admin' as const, pluginName: 'casita' },
    async handler(ctx: Context) {
      const user = panelUserOf(ctx.state);
      if (!user) throw new Error('A panel route is behind sign-in');
      const given = (ctx['params'] as { id?: unknown }).id;
      const id = hasId ? parsePart('params', route.id ?? documentId, given) : accept('');
      send(ctx, id.ok ? await answer(ctx, { app: strapi.get('casita') as Casita, user, id: id.value }) : id);
    },
    config: {
      policies: [
        'admin::isAuthenticatedAdmin',
        { name: 'admin::hasPermissions', config: { actions: [route.permission] } },
      ],
    },
  };
}

function readKey(ctx: Context): Outcome<string | null> {
  const key = ctx.get('idempotency-key') || null;
  if (key === null || idempotencyKey.safeParse(key).success) return accept(key);
  const reason = { code: 'invalid_format', field: 'Idempotency-Key' };
  return refuse('malformed', 'Idempotency-Key: 1 to 255 visible ASCII characters', [reason]);
}

function send(ctx: Context, outcome: Outcome<unknown>): void {
  if (outcome.ok && outcome.value instanceof Download) return sendFile(ctx, outcome.value);
  ctx.status = outcome.ok ? 200 : httpOf[outcome.kind].status;
  ctx.body = outcome.ok ? { data: outcome.value } : errorBody(outcome);
}

/** Somebody's money is in it: no cache keeps it, and no browser opens it as a page. */
function sendFile(ctx: Context, { fileName, chunks, type }: Download): void {
  ctx.set('Cache-Control', 'no-store');
  ctx.attachment(fileName);
  ctx.type = type;
  ctx.body = Readable.from(chunks);
}
