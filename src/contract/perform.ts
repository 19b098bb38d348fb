import { accept, refuse, type Outcome } from '../domain/refusal';
import type { AccountActor, Casita, Door } from '../ports';
import { idempotencyKey } from './fields';
import { limitKeyOf, type AnyOperation, type Answer, type Call, type UploadedFile } from './operation';
import { parsePart } from './parse';
import { parseQuery } from './parse-query';

/** What a door knows of a request before anything is checked. */
export interface RawCall {
  readonly door: Door;
  readonly bearer: string | null;
  readonly address: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly idempotencyKey: string | null;
  /** Files by field, where the door takes files. */
  readonly uploads?: ReadonlyMap<string, UploadedFile>;
}

/** The way from every public door to a use case: who, how often, what; then the use case. */
export async function perform(app: Casita, operation: AnyOperation, raw: RawCall): Promise<Outcome<Answer<unknown>>> {
  const call = await admit(app, operation, raw);
  return call.ok ? operation.handle(app, call.value) : call;
}

/** The call as the operation takes it; a refusal for who may not call, or not so often, and for what cannot be read. */
export async function admit(app: Casita, operation: AnyOperation, raw: RawCall): Promise<Outcome<AdmittedCall>> {
  const actor = raw.bearer === null ? nobody(operation) : await identify(app, operation, raw.bearer);
  if (!actor.ok) return actor;
  const { rateLimit } = operation;
  const limited = rateLimit ? await app.limiter.take(rateLimit, limitKeyOf(actor.value, raw.address)) : null;
  if (limited) return limited;
  const input = parseInput(operation, raw);
  if (!input.ok) return input;
  const upload = takeUpload(operation, raw);
  if (!upload.ok) return upload;
  const { params, query, body, idempotencyKey: key } = input.value;
  const { door, address } = raw;
  return accept({ params, query, body, idempotencyKey: key, door, actor: actor.value, address, upload: upload.value });
}

export type AdmittedCall = Call<Record<string, unknown>, Record<string, unknown>>;

const nobody = ({ access }: AnyOperation): Outcome<null> =>
  access === 'anyone' ? accept(null) : refuse('unauthenticated', 'Sign in first', [{ code: 'sign_in' }]);

async function identify(app: Casita, operation: AnyOperation, bearer: string): Promise<Outcome<AccountActor>> {
  const actor = await app.accounts.identify(bearer);
  if (!actor) return refuse('unauthenticated', 'The token is not valid, or no longer', [{ code: 'invalid_token' }]);
  if (operation.access === 'host' && actor.hostId === null) {
    return refuse('forbidden', 'Only for hosts', [{ code: 'not_a_host' }]);
  }
  return accept(actor);
}

type Input = {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
  idempotencyKey: string | null;
};

function parseInput(operation: AnyOperation, raw: RawCall): Outcome<Input> {
  const params = operation.params ? parsePart('params', operation.params, raw.params) : accept({});
  if (!params.ok) return params;
  const query = operation.query ? parseQuery(operation.query, raw.query) : noQuery(raw.query);
  if (!query.ok) return query;
  const bodyLeftOut = operation.bodyOptional === true && isEmpty(raw.body);
  const body = operation.body && !bodyLeftOut ? parsePart('body', operation.body, raw.body) : accept({});
  if (!body.ok) return body;
  const key = parseIdempotencyKey(operation, raw.idempotencyKey);
  if (!key.ok) return key;
  return accept({ params: params.value, query: query.value, body: body.value, idempotencyKey: key.value });
}

function takeUpload(operation: AnyOperation, raw: RawCall): Outcome<UploadedFile | null> {
  if (!operation.upload) return accept(null);
  const file = raw.uploads?.get(operation.upload);
  if (file) return accept(file);
  return refuse('malformed', `multipart/form-data: ${operation.upload}: one file`, [
    { code: 'required', field: operation.upload },
  ]);
}

function noQuery(query: unknown): Outcome<Record<string, never>> {
  const names = query !== null && typeof query === 'object' ? Object.keys(query) : [];
  if (names.length === 0) return accept({});
  return refuse(
    'malformed',
    `query: ${names[0]}: not a parameter here`,
    names.map((field) => ({ code: 'unknown_field', field })),
  );
}

/** An empty list is not nothing: it is a body of the wrong type. */
const isEmpty = (body: unknown): boolean =>
  body === undefined ||
  body === null ||
  (typeof body === 'object' && !Array.isArray(body) && Object.keys(body).length === 0);

function parseIdempotencyKey(operation: AnyOperation, key: string | null): Outcome<string | null> {
  if (!operation.idempotency) return accept(null);
  const field = 'Idempotency-Key';
  if (key === null) {
    if (operation.idempotency === 'optional') return accept(null);
    return refuse('malformed', 'The header Idempotency-Key is missing', [{ code: 'required', field }]);
  }
  if (!idempotencyKey.safeParse(key).success) {
    return refuse('malformed', 'Idempotency-Key: 1 to 255 visible ASCII characters', [
      { code: 'invalid_format', field },
    ]);
  }
  return accept(key);
}
