import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Context, Middleware } from 'koa';
import { finishAnswer } from '../contract/finished-answer';
import { allOperations } from '../contract/operations';
import { answerRefusal } from '../contract/refusal-http';
import { accept } from '../domain/refusal';
import type { AcceptedRequest, GraphqlAnswer, GraphqlRequest, GraphqlServer } from '../graphql/answer-request';
import { graphqlLimits } from '../graphql/limits';
import type { Casita } from '../ports';
import { apiHeaders, type RawHeaders } from './api-headers';
import { isGraphqlPath } from './graphql-door';
import { readJson } from './read-json';
import { comesFirst, tooMuchWork, type WorkGate } from './shed-load';

const mediaTypes = ['application/json', 'application/graphql-response+json'];

/**
 * Answers GraphQL ahead of Strapi's own stack, and without Apollo: the schema is the plugin's, graphql-js carries it out. What is not a
 * request at all (no JSON, no `query`) goes on to Apollo, which says so and carries nothing out.
 */
export function graphqlRequests(
  strapi: Core.Strapi,
  app: Casita,
  server: () => GraphqlServer,
  gate: WorkGate,
): Middleware {
  const headers = apiHeaders(strapi);
  const first = fieldsThatComeFirst(strapi.config.get<string>('api.rest.prefix'));
  return async (ctx, next) => {
    if (ctx.method !== 'POST' || !isGraphqlPath(ctx.path)) return next();
    ctx['_matchedRoute'] = ENDPOINT;
    const type = ctx.accepts(mediaTypes);
    if (!type) ctx.throw(406);
    if (!ctx.is('json', '+json')) return passOn(ctx as Context, next, {});
    const { origin } = ctx.req.headers;
    setRaw(ctx as Context, headers.known(origin) ?? (await headers.load(origin)));
    const body = await readJson(ctx.req, graphqlLimits.bodyBytes);
    const request = requestIn(body);
    if (!request) return passOn(ctx as Context, next, body);
    const accepted = server().accept(request);
    if (accepted.kind === 'answer') return send(ctx as Context, String(type), accepted);
    if (gate.isCrowded() && !isAllIn(first, accepted.fields)) return answerRefusal(ctx as Context, tooMuchWork);
    await answer(strapi, app, server(), ctx as Context, String(type), accepted);
  };
}

/** What comes first by REST does so here. */
const fieldsThatComeFirst = (prefix: string): ReadonlySet<string> =>
  new Set(allOperations.filter(({ path }) => comesFirst(prefix + path)).map(({ id }) => id));

const isAllIn = (known: ReadonlySet<string>, names: readonly string[]): boolean =>
  names.length > 0 && names.every((name) => known.has(name));

function setRaw({ res }: Context, headers: RawHeaders): void {
  for (let at = 0; at < headers.length; at += 2) res.setHeader(String(headers[at]), String(headers[at + 1]));
}

const ENDPOINT = '/graphql';

/** Strapi's parser of bodies leaves this address alone, and the plugin's takes a body that is there. */
function passOn(ctx: Context, next: () => Promise<unknown>, body: unknown): Promise<unknown> {
  ctx.url = ENDPOINT;
  (ctx.request as { body?: unknown }).body = body;
  return next();
}

function requestIn(body: object): GraphqlRequest | null {
  const { query, variables = null, operationName = null, extensions = null } = body as Record<string, unknown>;
  if (typeof query !== 'string' || query === '') return null;
  if (typeof variables !== 'object' || Array.isArray(variables)) return null;
  if (typeof operationName !== 'string' && operationName !== null) return null;
  if (typeof extensions !== 'object' || Array.isArray(extensions)) return null;
  if (extensions && 'persistedQuery' in extensions) return null;
  return { query, operationName, variables: (variables ?? {}) as Record<string, unknown> };
}

async function answer(
  strapi: Core.Strapi,
  app: Casita,
  server: GraphqlServer,
  ctx: Context,
  type: string,
  accepted: AcceptedRequest,
): Promise<void> {
  // What only reads has nothing to hear of before it answers (caught-up.ts).
  ctx.state['readsOnly'] = accepted.operation.operation === 'query';
  const made = async (): Promise<GraphqlAnswer | null> => {
    if (accepted.readsGenerated && !(await mayReadGenerated(strapi, app, ctx))) return null;
    return server.carryOut(accepted, { state: ctx.state, koaContext: ctx });
  };
  if (accepted.home === null) {
    const answered = await made();
    return answered ? send(ctx, type, answered) : undefined;
  }
  let own: { readonly answer: GraphqlAnswer | null } | undefined;
  const kept = await app.kept.load(keyOf(accepted.request), accepted.home, async () => {
    own = { answer: await made() };
    return accept(isWhole(own.answer) ? finishAnswer(textOf(own.answer)) : null);
  });
  if (own) return own.answer ? send(ctx, type, own.answer) : undefined;
  if (kept.ok && kept.value) return sendText(ctx, type, 200, kept.value.body);
  const answered = await made();
  if (answered) send(ctx, type, answered);
}

/** Generated reads are the same for everyone: who asks has been taken out of the request (graphql-door.ts). */
async function mayReadGenerated(strapi: Core.Strapi, app: Casita, ctx: Context): Promise<boolean> {
  let may = false;
  ctx.state['route'] = { info: { type: 'content-api' } };
  await strapi.auth.authenticate(ctx as never, async () => {
    may = true;
  });
  // Strapi answers 401 also where it cannot read the rights of a role: then this throws.
  if (!may) await app.db.query('select 1');
  return may;
}

const keyOf = ({ query, variables, operationName }: GraphqlRequest): string =>
  `graphql ${createHash('sha256')
    .update(JSON.stringify([query, operationName, variables]))
    .digest('base64url')}`;

/** An answer that tells of a home, and of nothing that went wrong. */
const isWhole = (answered: GraphqlAnswer | null): answered is GraphqlAnswer =>
  answered !== null &&
  !answered.result.errors &&
  Object.values(answered.result.data ?? {}).every((value) => value !== null);

const textOf = ({ result: { errors, data } }: GraphqlAnswer): string => `${JSON.stringify({ errors, data })}\n`;

const send = (ctx: Context, type: string, answered: GraphqlAnswer): void =>
  sendText(ctx, type, answered.status, textOf(answered));

function sendText(ctx: Context, type: string, status: number, text: string | Buffer): void {
  ctx.status = status;
  ctx.set('Content-Type', `${type}; charset=utf-8`);
  ctx.set('Cache-Control', 'no-store');
  ctx.body = text;
}
