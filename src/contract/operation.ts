import type { z } from 'zod';
import { accept, type Outcome, type RefusalKind } from '../domain/refusal';
import type { AccountActor, Actor, Casita, Door, RateLimit } from '../ports';

/**
 * One operation of the API, said once. REST routes, GraphQL fields, the OpenAPI document and the access matrix
 * are all made from it, and its zod schemas are what input is parsed with: what is documented is what is enforced.
 */
export interface Operation<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** camelCase verb phrase; the GraphQL field and the OpenAPI operationId. */
  readonly id: string;
  readonly kind: 'query' | 'mutation';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /api, with Strapi's `:name` parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `anyone`: no token needed, one is used when sent; `account`: a signed-in account; `host`: one with a host profile. */
  readonly access: Access;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** The body may be left out altogether. */
  readonly bodyOptional?: boolean;
  /** Takes one file as multipart/form-data, in the field of this name; needs `restOnly`. */
  readonly upload?: string;
  /** Takes an `Idempotency-Key` header. */
  readonly idempotency?: 'required' | 'optional';
  readonly rateLimit?: RateLimit;
  readonly success: {
    readonly status: 200 | 201 | 202;
    readonly schema: R;
    readonly meta?: z.ZodType;
    readonly description: string;
    /** Without the `data` envelope: Strapi's own sign-in routes have none, and its clients look for `jwt` at the top. */
    readonly bare?: true;
  };
  /** Refusals beyond those that follow from access, input and rate limit. */
  readonly refusals: readonly RefusalKind[];
  /** Left out of GraphQL (file answers, cookies). */
  readonly restOnly?: boolean;
  /** A read that is asked for so often that it is answered ahead of Strapi's stack (src/front/direct-reads.ts). */
  readonly front?: true;
  /**
   * Of an answer that is the same for whoever asks: what it hangs on. It is kept until the home changes (docs/reads.md), and made without
   * knowing who asks. Null for one that is not worth keeping.
   */
  sameForAll?(app: Casita, call: Call<z.infer<P>, z.infer<Q>, z.infer<B>>): SameForAll | null;
  handle(app: Casita, call: Call<z.infer<P>, z.infer<Q>, z.infer<B>>): Promise<Outcome<Answer<z.input<R>>>>;
}

export interface SameForAll {
  /** Document id of the home. */
  readonly home: string;
  /** Everything else that makes one answer another, beside the operation and the home. */
  readonly parts: readonly (string | number)[];
}

export type Access = 'anyone' | 'account' | 'host';

/** One of a list, as JSON already: parsing it to write it again would be the dearest part of a long list. */
export interface JsonEntry<T> {
  /** Its text in UTF-8, when put together. */
  readonly pieces: readonly (Buffer | string)[];
  read(): T;
}

const bytesOf = (piece: Buffer | string): Buffer => (typeof piece === 'string' ? Buffer.from(piece) : piece);

/** Data that is put together from such entries. */
export class JsonList<T> {
  #answered: { readonly meta: object; readonly bytes: Buffer } | undefined;

  constructor(private readonly entries: readonly JsonEntry<T>[]) {}

  /** The answer's text. A list that is given out again with the very same `meta`, which nobody changes, is put together once. */
  answered(meta: object): Buffer {
    if (this.#answered?.meta === meta) return this.#answered.bytes;
    const bytes = this.textBetween('{"data":', `,"meta":${JSON.stringify(meta)}}`);
    this.#answered = { meta, bytes };
    return bytes;
  }

  textBetween(before: string, after: string): Buffer {
    return Buffer.concat([`${before}[`, ...this.pieces(), `]${after}`].map(bytesOf));
  }

  private pieces(): (Buffer | string)[] {
    return this.entries.flatMap(({ pieces }, at) => (at === 0 ? pieces : [',', ...pieces]));
  }

  read(): T[] {
    return this.entries.map((entry) => entry.read());
  }
}

export interface Answer<T> {
  readonly data: T | JsonList<unknown>;
  readonly meta?: Record<string, unknown>;
}

/** The data itself, for a caller that goes on with it. */
export const dataOf = <T>({ data }: Answer<T>): T => (data instanceof JsonList ? (data.read() as T) : data);

/** What a use case came to, as an answer of nothing but its data. */
export const asAnswer = <T>(outcome: Outcome<T>): Outcome<Answer<T>> =>
  outcome.ok ? accept({ data: outcome.value }) : outcome;

export interface Call<P = unknown, Q = unknown, B = unknown> {
  readonly door: Door;
  /** Null only where access is `anyone`. */
  readonly actor: AccountActor | null;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly idempotencyKey: string | null;
  readonly address: string;
  /** The file of an operation that takes one. */
  readonly upload: UploadedFile | null;
}

/** A file that the server has put aside for the time of the request; what the client says of it is not trusted. */
export interface UploadedFile {
  readonly path: string;
  readonly bytes: number;
}

/** An operation of any shape, as the doors hold it: perform() parses before it calls. */
export type AnyOperation = Operation;

/** Keeps the schemas' types for `handle` while the operation is written down. */
export function operation<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType>(
  definition: Operation<P, Q, B, R>,
): Operation<P, Q, B, R> {
  return definition;
}

/** Whose allowance a call is taken from: the account's, or the address's where nobody is signed in. */
export const limitKeyOf = (actor: AccountActor | null, address: string): string =>
  actor ? `account:${actor.userId}` : `address:${address}`;

/** The signed-in caller of an operation whose access is not `anyone`. */
export function callerOf(call: { readonly actor: Actor | null }): AccountActor {
  if (call.actor?.kind !== 'account') throw new Error('callerOf: the operation is open to anyone');
  return call.actor;
}
