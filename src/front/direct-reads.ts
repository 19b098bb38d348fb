import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from '@strapi/strapi';
import { finishedFor, type StoredBy } from '../contract/finished-answer';
import { allOperations } from '../contract/operations';
import { bearerOf, headersOf, isJson, performForRest } from '../contract/rest';
import { refuse } from '../domain/refusal';
import type { Metrics } from '../health/metrics';
import { refusalOfLostParameters } from '../middlewares/lost-parameters';
import type { Casita, FinishedAnswer } from '../ports';
import { apiHeaders } from './api-headers';
import { directAnswers, refusalTold, type Told } from './direct-answer';
import { frontOperations, type FrontOperation } from './front-operations';
import { isRead, pageAsked, pageReader, pageRoute, storedBy, type PageAsked, type PageReader } from './property-pages';
import { plainQuery } from './plain-query';
import { requestIdOf } from './request-id';
import type { WorkGate } from './shed-load';

/** What Koa reads of a request: its rules of paths, of queries, and of who asks behind a proxy. */
interface Asked {
  readonly path: string;
  readonly querystring: string;
  readonly query: unknown;
  readonly ip: string;
}

type Next = () => void;
type Direct = (request: IncomingMessage, response: ServerResponse, asked: Asked, next: Next) => void;

export interface DirectParts {
  readonly app: Casita;
  readonly registry: Metrics;
  readonly gate: WorkGate;
}

/**
 * Answers the operations marked `front` and the kept pages of homes straight from node:http: Strapi's own stack costs ten times what
 * most of them do, and Koa as much again. The answer is the same to the byte and the header (tests/api/front-reads.test.ts). Whatever
 * is not plainly one of them, such as another method, a path in capitals or an escaped id, goes on to Koa and Strapi, who know what to
 * say. The log has no line for each of these reads; /metrics counts them.
 */
export function mountDirectReads(strapi: Core.Strapi, parts: DirectParts): void {
  const koa = strapi.server.app;
  const direct = directReads(strapi, parts);
  const callback = koa.callback.bind(koa);
  // Strapi asks for it once, with the first request.
  koa.callback = () => {
    const throughKoa = callback() as (request: IncomingMessage, response: ServerResponse) => void;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      const asked = askedOf(koa, request);
      if (!isReadable(asked)) return refuseAddress(request, response);
      return direct(request, response, asked, () => throughKoa(request, response));
    };
    return listener as ReturnType<typeof callback>;
  };
}

type Koa = Core.Strapi['server']['app'];

const askedOf = (koa: Koa, request: IncomingMessage): Asked =>
  Object.assign(Object.create(koa.request) as Asked, { app: koa, req: request });

/** Koa throws at each look at an address such as `http://[`, also where nobody is left to catch it: it must not get that far. */
function isReadable(asked: Asked): boolean {
  try {
    return typeof asked.path === 'string' && typeof asked.querystring === 'string';
  } catch {
    return false;
  }
}

function refuseAddress({ headers: given }: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = refusalTold(refuse('malformed', 'The address cannot be read', [{ code: 'invalid_address' }])); // prettier-ignore
  response
    .writeHead(status, { ...headers, 'X-Request-Id': requestIdOf(given['x-request-id']), Connection: 'close' })
    .end(body);
}

function directReads(strapi: Core.Strapi, { app, registry, gate }: DirectParts): Direct {
  const find = frontOperations(allOperations, strapi.config.get<string>('api.rest.prefix'));
  const findPage = pageAsked(strapi);
  const onPages = pageRoute(strapi);
  const answer = directAnswers({ registry, gate, headers: apiHeaders(strapi), log: () => strapi.log });
  return (request, response, asked, next) => {
    if (!isRead(request.method)) return next();
    const { path } = asked;
    const found = find(path);
    if (found) return answer({ request, response, path, route: found.route }, () => tellOperation(app, found, asked, request)); // prettier-ignore
    const page = findPage(path, asked.querystring);
    if (!page) return next();
    const exchange = { request, response, path, route: onPages };
    return answerPage(app, page, request, next, (kept, by) => answer(exchange, () => tellFinished(request, kept, by)));
  };
}

async function tellOperation(
  app: Casita,
  { operation, params }: FrontOperation,
  asked: Asked,
  { headers }: IncomingMessage,
): Promise<Told> {
  const plain = plainQuery(asked.querystring);
  const lost = plain ? null : refusalOfLostParameters(asked.querystring);
  if (lost) return refusalTold(lost);
  const made = await performForRest(app, operation, {
    door: 'rest',
    bearer: bearerOf(headers.authorization ?? ''),
    address: asked.ip,
    params,
    query: plain ?? asked.query,
    body: undefined,
    idempotencyKey: null,
  });
  if (!made.ok) return refusalTold(made);
  if (!isJson(made.value)) return finishedFor(headers['if-none-match'], made.value);
  return { status: operation.success.status, headers: headersOf(operation), body: made.value };
}

const tellFinished = ({ headers }: IncomingMessage, kept: FinishedAnswer, by: StoredBy): Told =>
  finishedFor(headers['if-none-match'], kept, by);

/** A page that is not kept is made by Strapi, and kept on its way (property-pages.ts). */
function answerPage(
  { accounts, kept }: Casita,
  page: PageAsked,
  { headers }: IncomingMessage,
  next: Next,
  give: (answer: FinishedAnswer, by: StoredBy) => void,
): void {
  const giveTo = (reader: PageReader | null) => {
    const answer = reader === null ? null : kept.get(page.keyFor(reader));
    if (reader !== null && answer) give(answer, storedBy(reader));
    else next();
  };
  const reader = pageReader(accounts, headers.authorization);
  if (reader instanceof Promise) reader.then(giveTo, next);
  else giveTo(reader);
}
