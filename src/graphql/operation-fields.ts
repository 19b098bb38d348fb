import { arg, extendType, nonNull, nullable, objectType } from 'nexus';
import type { Context } from 'koa';
import { keptAnswer } from '../contract/kept-answer';
import { dataOf, type AnyOperation, type Answer } from '../contract/operation';
import { admit, type AdmittedCall } from '../contract/perform';
import { bearerOf } from '../contract/rest';
import type { Casita } from '../ports';
import { plainInput } from './plain-input';
import { refusalError } from './refusal-error';
import { definitionOf, peel, shapeOf, type Schema } from './schema-shape';
import { pascal, type TypeBook, type TypeReference } from './type-book';

/** What the plugin hands to every resolver. */
export interface ResolverContext {
  readonly koaContext: Context;
}

type Arguments = Record<string, ReturnType<typeof arg>>;
type Field = ReturnType<typeof extendType>;

/**
 * The field of an operation. Parameters of the path and the query string are its arguments, the body is `input`, the
 * Idempotency-Key header is `idempotencyKey`; it answers with the operation's data, with `{ data, meta }` where it has a meta.
 */
export function operationField(app: () => Casita, book: TypeBook, operation: AnyOperation): Field[] {
  const { answer, types } = answerType(book, operation);
  // Now, not when nexus asks: the book must know every type before its list is handed over.
  const args = argumentsOf(book, operation);
  const field = extendType({
    type: operation.kind === 'query' ? 'Query' : 'Mutation',
    definition(t: FieldBlock) {
      t.field(operation.id, {
        type: answer,
        args,
        description: [operation.summary, operation.description].filter(Boolean).join('\n\n'),
        resolve: (_parent, given, context) => resolve(app(), operation, given, context),
      });
    },
  } as never);
  return [...types, field];
}

interface FieldBlock {
  field(
    name: string,
    config: {
      type: TypeReference;
      args: Arguments;
      description: string;
      resolve(parent: unknown, given: Record<string, unknown>, context: ResolverContext): Promise<unknown>;
    },
  ): void;
}

async function resolve(
  app: Casita,
  operation: AnyOperation,
  given: Record<string, unknown>,
  { koaContext }: ResolverContext,
): Promise<unknown> {
  const admitted = await admit(app, operation, {
    door: 'graphql',
    bearer: bearerOf(authorizationOf(koaContext)),
    address: koaContext.ip,
    params: operation.params ? partOf(operation.params, given) : {},
    query: operation.query ? partOf(operation.query, given) : {},
    body: operation.body ? (plainInput(operation.body, given['input']) ?? {}) : {},
    idempotencyKey: typeof given['idempotencyKey'] === 'string' ? given['idempotencyKey'] : null,
  });
  if (!admitted.ok) throw refusalError(admitted);
  const { data, meta = {} } = await answerTo(app, operation, admitted.value);
  return operation.success.meta ? { data, meta } : data;
}

/** What is kept for REST is given out here too, read again from its bytes. */
async function answerTo(app: Casita, operation: AnyOperation, call: AdmittedCall): Promise<Answer<unknown>> {
  const same = operation.success.bare ? null : operation.sameForAll?.(app, call);
  const outcome = same ? await keptAnswer(app, operation, call, same) : await operation.handle(app, call);
  if (!outcome.ok) throw refusalError(outcome);
  const answer = outcome.value;
  if ('body' in answer) return JSON.parse(answer.body.toString()) as Answer<unknown>;
  return { ...answer, data: dataOf(answer) };
}

/** The caller's token is kept from Strapi's own authentication (src/front/graphql-door.ts): operations identify by themselves. */
const authorizationOf = (context: Context): string =>
  (context.state['authorization'] as string | undefined) ?? context.get('authorization');

const fieldsOf = (schema: Schema): Readonly<Record<string, Schema>> => definitionOf(schema).shape ?? {};

const hasFields = (body: Schema | undefined): boolean =>
  body !== undefined && Object.keys(shapeOf(peel(body).core) ?? { open: true }).length > 0;

const partOf = (schema: Schema, given: Record<string, unknown>): unknown =>
  plainInput(schema, Object.fromEntries(Object.keys(fieldsOf(schema)).map((name) => [name, given[name] ?? null])));

function argumentsOf(book: TypeBook, operation: AnyOperation): Arguments {
  const args: Arguments = {};
  const add = (name: string, type: TypeReference, description: string) => {
    if (args[name]) throw new Error(`GraphQL: ${operation.id} has two arguments called ${name}`);
    args[name] = arg({ type, description });
  };
  const place = pascal(operation.id);
  for (const part of [operation.params, operation.query] as readonly (Schema | undefined)[]) {
    for (const [name, schema] of Object.entries(part ? fieldsOf(part) : {})) {
      add(name, book.argument(schema, place + pascal(name)), peel(schema).description ?? '');
    }
  }
  if (hasFields(operation.body)) add('input', bodyType(book, operation, place), '');
  if (operation.idempotency === 'required') add('idempotencyKey', nonNull('String'), keyDescription);
  if (operation.idempotency === 'optional') add('idempotencyKey', 'String', keyDescription);
  return args;
}

const keyDescription =
  'The same key with the same input gives the same answer: 1 to 255 visible ASCII characters, such as a UUID';

function bodyType(book: TypeBook, operation: AnyOperation, place: string): TypeReference {
  const body = operation.body as Schema;
  if (!operation.bodyOptional) return book.input(body, place);
  return book.argument(body.optional(), place);
}

function answerType(
  book: TypeBook,
  operation: AnyOperation,
): { readonly answer: TypeReference; readonly types: Field[] } {
  const place = pascal(operation.id);
  const data: TypeReference = book.output(operation.success.schema, `${place}Data`);
  const meta = operation.success.meta as Schema | undefined;
  // Nullable at the top: one refused field must not empty the whole answer.
  if (!meta) return { answer: nullable(data), types: [] };
  const metaType: TypeReference = book.output(meta, `${place}Meta`);
  const name = `${place}Answer`;
  const type = objectType({
    name,
    definition(t) {
      t.field('data', { type: data });
      t.field('meta', { type: metaType });
    },
  });
  return { answer: name, types: [type as unknown as Field] };
}
