import type { IncomingMessage, ServerResponse } from 'node:http';
import { jsonType } from '../contract/finished-answer';
import { errorBody, httpOf } from '../contract/refusal-http';
import type { Refusal } from '../domain/refusal';
import type { Metrics } from '../health/metrics';
import type { Log } from '../ports';
import type { ApiHeaders, RawHeaders } from './api-headers';
import { faultOf } from './faults';
import { requestIdOf } from './request-id';
import { tooMuchWork, type WorkGate } from './shed-load';

/** An answer before it is on its way. */
export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  /** The path with its `:name` parameters, as it is counted under. */
  readonly route: string;
}

export interface DirectAnswerParts {
  readonly registry: Metrics;
  readonly gate: WorkGate;
  readonly headers: ApiHeaders;
  readonly log: () => Log;
}

export type DirectAnswer = (exchange: Exchange, tell: () => Told | Promise<Told>) => void;

/** What every request passes, for those that Koa does not see: its name, its place among those in work, its count, and what is told of a fault. */
export function directAnswers({ registry, gate, headers, log }: DirectAnswerParts): DirectAnswer {
  return (exchange, tell) => {
    const { request, response, path, route } = exchange;
    const started = performance.now();
    const id = requestIdOf(request.headers['x-request-id']);
    const entered = gate.enter(path);
    // A client that hangs up ends its request too.
    response.on('close', () => {
      if (entered) gate.leave();
      const seconds = (performance.now() - started) / 1_000;
      registry.observe({ method: request.method ?? '', route, status: response.statusCode, seconds });
    });
    const { origin } = request.headers;
    const send = (told: Told): Promise<void> | void => {
      const common = headers.known(origin);
      if (common) return write(exchange, common, id, told);
      return headers.load(origin).then((loaded) => write(exchange, loaded, id, told));
    };
    const fail = (error: unknown) => send(faultTold(error, id, log()));
    if (!entered) return void send(refusalTold(tooMuchWork));
    try {
      const told = tell();
      if (told instanceof Promise) told.then(send).catch(fail);
      else void send(told);
    } catch (error) {
      void fail(error);
    }
  };
}

export function refusalTold(refusal: Refusal): Told {
  return toldError(httpOf[refusal.kind].status, errorBody(refusal), refusal.retryAfterSeconds);
}

function faultTold(error: unknown, id: string, log: Log): Told {
  const { status, body, retryAfterSeconds } = faultOf(error, id, log);
  return toldError(status, body, retryAfterSeconds);
}

function toldError(status: number, body: object, retryAfterSeconds: number | undefined): Told {
  const retry = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return { status, headers: { ...retry, 'Content-Type': jsonType }, body: JSON.stringify(body) };
}

function write({ request, response }: Exchange, common: RawHeaders, id: string, { status, headers, body }: Told): void {
  if (response.headersSent) return;
  const lines = common.concat('X-Request-Id', id);
  for (const name in headers) lines.push(name, headers[name] ?? '');
  // As bytes: of a long text node:http would make them in three times the memory, which costs as much as all the rest of the answer.
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (bytes !== null) lines.push('Content-Length', String(bytes.length));
  response.writeHead(status, lines);
  if (bytes === null || request.method === 'HEAD') response.end();
  else if (bytes.length > SHORT_MAX) response.end(bytes);
  else response.end(bytes.toString('latin1'), 'latin1');
}

/** A body so short goes out with its headers as one text, a letter for each byte, which costs less than sending two pieces. */
const SHORT_MAX = 12_000;
