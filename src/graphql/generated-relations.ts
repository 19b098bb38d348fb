import { errors } from '@strapi/utils';
import type { Core, Schema, UID } from '@strapi/strapi';
import {
  Kind,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';
import { refuseBeyondLimits } from '../extensions/documents/read-limits';
import { namingFilters } from '../extensions/documents/read-values';
import { signedPictures } from '../extensions/documents/signed-pictures';
import type { ResolverContext } from './operation-fields';
import { relationLoads, type LoadedEntry, type RelationLoads, type RelationQuery } from './relation-loads';

/** A relation, component or picture of a generated type, as a field. */
export interface RelationField {
  /** Of the type that has it. */
  readonly uid: string;
  readonly attribute: string;
  readonly target: string;
  readonly toMany: boolean;
  readonly isMedia: boolean;
  /** `…_connection`: in an object, with the list as `nodes`. */
  readonly isConnection: boolean;
  /** What Strapi asks of the caller's role for this field; null for nothing. */
  readonly scope: readonly string[] | null;
}

/** What a field with these arguments reads, once it is settled that the caller may. */
interface Question {
  readonly query: RelationQuery;
  readonly offset: number;
  readonly limit: number;
  readonly args: object;
}

/** What the resolvers of one request share. */
interface Shared {
  readonly loads: RelationLoads;
  /** By the place in the document, which for the entries of a list is the same object. */
  readonly questions: Map<object, Promise<Question>>;
}

const shared = new WeakMap<object, Shared>();

function sharedOf(strapi: Core.Strapi, context: object): Shared {
  const known = shared.get(context);
  if (known) return known;
  const made: Shared = { loads: relationLoads(findWithRelations(strapi)), questions: new Map() };
  shared.set(context, made);
  return made;
}

/**
 * Resolves what Strapi's own resolver of the field does, with the same questions asked of the same services: may the role read the
 * target, may it filter and sort so. It asks them once for all entries of a list, and loads for all of them at once.
 */
export function relationResolver(
  strapi: Core.Strapi,
  field: RelationField,
): GraphQLFieldResolver<LoadedEntry, ResolverContext, Record<string, unknown>> {
  return async (parent, args, context, info) => {
    const { loads, questions } = sharedOf(strapi, context);
    const question = await askOnce(questions, info.fieldNodes, () =>
      settle(strapi, field, args, context, columnsIn(strapi, field, info)),
    );
    const loaded = await loads.load(field.uid, field.attribute, question.query, parent.id);
    const value = Array.isArray(loaded) ? loaded.slice(question.offset, question.offset + question.limit) : loaded;
    const shown = field.isMedia ? await signedPictures(strapi, value) : value;
    if (field.isConnection) return { nodes: shown, info: { args: question.args, resourceUID: field.target } };
    return field.toMany ? (shown ?? []) : shown;
  };
}

function askOnce(
  questions: Map<object, Promise<Question>>,
  place: readonly FieldNode[],
  ask: () => Promise<Question>,
): Promise<Question> {
  const asked = questions.get(place) ?? ask();
  questions.set(place, asked);
  return asked;
}

/** Strapi's services as far as they are used here; it has no types for them. */
interface Parts {
  readonly transformArgs: (args: object, options: { contentType: Schema.Schema; usePagination: true }) => object;
  readonly transform: (uid: string, query: object) => { offset?: number; limit?: number } & Record<string, unknown>;
}

async function settle(
  strapi: Core.Strapi,
  field: RelationField,
  args: Record<string, unknown>,
  { koaContext }: ResolverContext,
  columns: { readonly select?: readonly string[] },
): Promise<Question> {
  const auth = koaContext.state['auth'] as never;
  if (field.scope) await allow(strapi, auth, field.scope);
  const builders = strapi.plugin('graphql').service('builders') as { utils: Pick<Parts, 'transformArgs'> };
  const target = strapi.getModel(field.target as UID.Schema);
  const asked = builders.utils.transformArgs(args, { contentType: target, usePagination: true });
  refuseBeyondLimits(asked);
  await strapi.contentAPI.validate.query(asked as never, target, { auth });
  const clean = (await strapi.contentAPI.sanitize.query(asked as never, target, { auth })) as object;
  const { transform } = strapi.get('query-params') as Pick<Parts, 'transform'>;
  const { offset = 0, limit = Infinity, ...query } = transform(field.target, clean);
  return { query: { ...query, ...columns }, offset, limit, args: clean };
}

/**
 * The columns that are asked for: reading all of each entry of each relation is the dearest part of a long list. All of a picture, since
 * its address is made from more than is shown.
 */
function columnsIn(
  strapi: Core.Strapi,
  { target, isMedia, isConnection }: RelationField,
  { fieldNodes, fragments }: GraphQLResolveInfo,
): { readonly select?: readonly string[] } {
  if (isMedia) return {};
  const names = namesIn(fieldNodes, fragments);
  const asked = isConnection ? namesIn(names.get('nodes') ?? [], fragments) : names;
  const { attributes } = strapi.db.metadata.get(target) as { attributes: Readonly<Record<string, { type: string }>> };
  return { select: ['id', ...[...asked.keys()].filter((name) => isColumn(attributes[name]))] };
}

const isColumn = (attribute: { readonly type: string } | undefined): boolean =>
  attribute !== undefined && attribute.type !== 'relation';

/** Names of the fields below, whatever they are called in the answer. */
function namesIn(
  nodes: readonly FieldNode[],
  fragments: GraphQLResolveInfo['fragments'],
): ReadonlyMap<string, readonly FieldNode[]> {
  const names = new Map<string, readonly FieldNode[]>();
  const note = (set: SelectionSetNode | undefined): void => {
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.FIELD) names.set(node.name.value, [...(names.get(node.name.value) ?? []), node]);
      else if (node.kind === Kind.INLINE_FRAGMENT) note(node.selectionSet);
      else note(fragments[node.name.value]?.selectionSet);
    }
  };
  for (const { selectionSet } of nodes) note(selectionSet);
  return names;
}

/** As Strapi does it around each resolver, in the same words. */
async function allow(strapi: Core.Strapi, auth: never, scope: readonly string[]): Promise<void> {
  try {
    await strapi.auth.verify(auth, { scope: [...scope] } as never);
  } catch {
    throw new errors.ForbiddenError();
  }
}

/** `limit` is left out: it would be that of all entries together. A page is cut for each of them, from what their relation holds. */
const findWithRelations =
  (strapi: Core.Strapi) => (uid: string, ids: readonly number[], populate: Readonly<Record<string, RelationQuery>>) =>
    strapi.db
      .query(uid as UID.Schema)
      .findMany({ select: ['id'], where: { id: { $in: ids } }, populate } as never)
      .catch((error: unknown) => {
        throw namingFilters(error);
      }) as Promise<LoadedEntry[]>;
