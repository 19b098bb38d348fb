import type { IncomingMessage, ServerResponse } from 'node:http';
import { API_VERSION } from '../api-version';
import { newId } from '../ids';
import { strikes } from '../faults/strike';
import {
  answerFaultKinds,
  drawFault,
  isCounted,
  listFaults,
  useFault,
  type AnswerFaultKind,
  type Fault,
} from '../queries/faults';
import { routes } from '../resources/routes';
import type { Sandbox } from '../sandbox';
import { matchesPattern } from '../webhooks/plan-delivery';
import { readAccount } from './account';
import { assertLoopback, authenticate, type KeyKind } from './authenticate';
import { isBankPage, serveBankPage } from './bank-page';
import { parseForm, parseJson, readBody } from './body';
import { takeExpand } from './expand';
import { isFileContents, serveFileContents } from './file-contents';
import { fingerprintOf, readIdempotencyKey, type KeyedRequest } from './idempotency';
import {
  StripeProblem,
  answerTo,
  apiOf,
  busy,
  internalFault,
  notForAccounts,
  unauthenticated,
  unknownRoute,
  unreadableBody,
  type Api,
} from './problem';
import { isOnboardingPage, serveOnboardingPage } from './onboarding-page';
import { readMultipart } from './multipart';
import { findRoute } from './route';
import { runCall, type Rendered } from './run-call';
import { sleep } from './sleep';

/** The way in: reads a request, runs it, answers in Stripe's shape whatever happens. */
export function createDoor(sandbox: Sandbox): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    if (isBankPage(req.url ?? '')) return answerPage(serveBankPage, sandbox, req, res);
    if (isOnboardingPage(req.url ?? '')) return answerPage(serveOnboardingPage, sandbox, req, res);
    if (isFileContents(req.method, req.url ?? '')) return answerPage(serveFileContents, sandbox, req, res);
    const requestId = newId('req');
    const idempotencyKey = req.headers['idempotency-key'];
    let fault: Fault<AnswerFaultKind> | null = null;
    const answered = await handle(sandbox, req, requestId, (claimed) => (fault = claimed)).catch((error: unknown) =>
      rendered(sandbox, requestId, error, apiOf(req.url ?? '')),
    );
    sandbox.poke();
    await answer(res, answered, fault, {
      'content-type': 'application/json',
      'request-id': requestId,
      'stripe-version': String(req.headers['stripe-version'] ?? API_VERSION),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': String(idempotencyKey) }),
      ...(answered.replayOf === null ? {} : { 'idempotent-replayed': 'true', 'original-request': answered.replayOf }),
    });
  };
}

/** What is no JSON: a page for a browser, without a key, or a file. */
async function answerPage(
  serve: typeof serveBankPage,
  sandbox: Sandbox,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  try {
    if (!sandbox.allowRemote) assertLoopback(req);
    await serve(sandbox, req, res);
  } catch (error) {
    const { status, message } = problemOf(sandbox, 'none', error);
    if (!res.headersSent) res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
    res.end(message);
  }
}

async function handle(
  sandbox: Sandbox,
  req: IncomingMessage,
  requestId: string,
  striking: (fault: Fault<AnswerFaultKind>) => void,
): Promise<Rendered> {
  if (!sandbox.allowRemote) assertLoopback(req);
  const key = authenticate(req, sandbox);
  const method = req.method ?? 'GET';
  const { path, query } = splitUrl(req.url ?? '/');
  const found = findRoute(routes, method, path);
  if (found === undefined) throw unknownRoute(method, path);
  if (key === 'publishable' && !found.route.publishable) {
    throw unauthenticated('This API call cannot be made with a publishable API key.', 'secret_key_required');
  }
  const raw = await readParameters(req, path, query);
  const { paths, rest } = apiOf(path) === 'v1' ? takeExpand(raw) : { paths: [], rest: raw };
  assertExpandAllowed(key, paths);
  if (found.route.direct !== undefined) {
    const done = await found.route.direct(rest)(sandbox);
    return { status: done.status, text: JSON.stringify(done.body), replayOf: null };
  }
  const act = found.route.prepare(rest);
  const account = readAccount(req);
  if (account !== null && apiOf(path) === 'v1' && !found.route.connected) throw notForAccounts(method, path);
  const idempotency = keyedRequest(req, method, path, raw);
  const fault = path.startsWith('/_controls/') ? null : await strike(sandbox, method, path);
  if (fault !== null) striking(fault);
  if (fault?.kind === 'rate_limit') throw busy('Too many requests hit the API too quickly.');
  const api = apiOf(path);
  return runCall(sandbox, { requestId, key, api, account, in: found.in, expand: paths, idempotency, act, fault });
}

function assertExpandAllowed(key: KeyKind, paths: readonly string[]): void {
  if (key === 'publishable' && paths.length > 0) {
    throw unauthenticated('A publishable API key cannot expand properties.', 'secret_key_required');
  }
}

function splitUrl(url: string): { path: string; query: string } {
  const at = url.indexOf('?');
  const path = at === -1 ? url : url.slice(0, at);
  try {
    decodeURIComponent(path);
  } catch {
    throw unreadableBody('The path is not valid.');
  }
  if (path.length > 2_000) throw unreadableBody('The path is too long.');
  return { path: path.length > 1 ? path.replace(/\/$/, '') : path, query: at === -1 ? '' : url.slice(at + 1) };
}

async function readParameters(req: IncomingMessage, path: string, query: string): Promise<Record<string, unknown>> {
  const fromQuery = parseForm(query);
  if (req.method !== 'POST') return fromQuery;
  if (path === '/v1/files') return { ...fromQuery, ...(await readMultipart(req)) };
  const body = await readBody(req);
  const json = path.startsWith('/v2/') || (path.startsWith('/_controls/') && isJson(req));
  if (!json && isJson(req)) throw unreadableBody('API v1 takes form-encoded parameters, not JSON.');
  return { ...fromQuery, ...(json ? parseJson(body) : parseForm(body)) };
}

function isJson(req: IncomingMessage): boolean {
  return (req.headers['content-type'] ?? '').includes('json');
}

function keyedRequest(
  req: IncomingMessage,
  method: string,
  path: string,
  parameters: Record<string, unknown>,
): KeyedRequest | null {
  const key = readIdempotencyKey(req.headers['idempotency-key']);
  const applies = method === 'POST' || (method === 'DELETE' && path.startsWith('/v2/'));
  if (key === null || !applies || path.startsWith('/_controls/')) return null;
  return { key, method, path, fingerprint: fingerprintOf(parameters) };
}

/** The oldest fault that fits this request and strikes, used up once. */
async function strike(sandbox: Sandbox, method: string, path: string): Promise<Fault<AnswerFaultKind> | null> {
  for (const fault of await listFaults(sandbox.database, answerFaultKinds)) {
    const fits = (fault.method === null || fault.method === method) && matchesPattern(fault.path, path);
    if (!fits) continue;
    const draws = fault.seed === null ? 0 : await drawFault(sandbox.database, fault.id);
    if (!strikes({ ...fault, draws }, sandbox.random)) continue;
    if (!isCounted(fault) || (await useFault(sandbox.database, fault.id))) return fault;
  }
  return null;
}

function rendered(sandbox: Sandbox, requestId: string, error: unknown, api: Api): Rendered {
  const { status, body } = answerTo(problemOf(sandbox, requestId, error), api);
  return { status, text: JSON.stringify(body), replayOf: null };
}

function problemOf(sandbox: Sandbox, requestId: string, error: unknown): StripeProblem {
  if (error instanceof StripeProblem) return error;
  const code = (error as { code?: unknown }).code;
  if (code === '55P03' || code === '40P01') {
    return busy('This object cannot be accessed right now because another request is currently accessing it.');
  }
  sandbox.log('the Stripe sandbox failed', { requestId, error });
  return internalFault(requestId);
}

async function answer(
  res: ServerResponse,
  { status, text }: Rendered,
  fault: Fault<AnswerFaultKind> | null,
  headers: Record<string, string>,
): Promise<void> {
  if (fault?.kind === 'slow_answer') await sleep(fault.delay_ms);
  if (fault?.kind === 'drop_answer') {
    res.destroy();
    return;
  }
  res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
  res.end(text);
}
