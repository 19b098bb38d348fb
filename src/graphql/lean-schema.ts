import type { Core, Schema } from '@strapi/strapi';
import { isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { fileUid, isGenerated } from './generated-reads';
import { relationResolver, type RelationField } from './generated-relations';

/** Strapi's settings of single fields (`extension.use({ resolversConfig })`), by `Type.field`. */
export type ResolversConfig = Readonly<Record<string, { readonly auth?: unknown } & Record<string, unknown>>>;

/**
 * Takes from Strapi's schema what costs something for each field of each entry and does nothing: it wraps every field, however plain, in
 * the three promises that a field with rules of its own needs. Relations of generated types are loaded for all entries of a list
 * at once. A field that has a setting which is not known here keeps its resolver, and so do the fields at the top.
 */
export function leanSchema(strapi: Core.Strapi, schema: GraphQLSchema, config: ResolversConfig): GraphQLSchema {
  const generated = generatedModels(strapi);
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || roots.has(type)) continue;
    const model = generated.models.get(type.name);
    if (!model && generated.others.has(type.name)) continue;
    for (const field of Object.values(type.getFields())) {
      const own = resolverOf(strapi, model, field.name, config[`${type.name}.${field.name}`]);
      if (own === 'default') delete field.resolve;
      else if (own) field.resolve = own as GraphQLFieldResolver<unknown, unknown>;
    }
  }
  return schema;
}

interface GeneratedModels {
  /** Content types and components by the name of their GraphQL type. */
  readonly models: ReadonlyMap<string, Schema.Schema>;
  /** Types around them, which have resolvers of their own. */
  readonly others: ReadonlySet<string>;
}

type Naming = Record<
  'getTypeName' | 'getComponentName' | 'getEntityResponseCollectionName' | 'getRelationResponseCollectionName',
  (type: unknown) => string
>;

function generatedModels(strapi: Core.Strapi): GeneratedModels {
  const { naming } = strapi.plugin('graphql').service('utils') as unknown as { naming: Naming };
  const types = Object.values(strapi.contentTypes).filter(({ uid }) => isGenerated(uid)) as Schema.Schema[];
  const components = Object.values(strapi.components) as Schema.Schema[];
  return {
    models: new Map([
      ...types.map((type) => [naming.getTypeName(type), type] as const),
      ...components.map((component) => [naming.getComponentName(component), component] as const),
    ]),
    others: new Set(
      types.flatMap((type) => [
        naming.getEntityResponseCollectionName(type),
        naming.getRelationResponseCollectionName(type),
      ]),
    ),
  };
}

type Attribute = {
  readonly type: string;
  readonly relation?: string;
  readonly target?: string;
  readonly component?: string;
  readonly multiple?: boolean;
  readonly repeatable?: boolean;
};

/** Strapi's own is kept where this is null. */
function resolverOf(
  strapi: Core.Strapi,
  model: Schema.Schema | undefined,
  name: string,
  config: ResolversConfig[string] | undefined,
): 'default' | ReturnType<typeof relationResolver> | null {
  const scope = scopeOf(config);
  if (scope === undefined) return null;
  const attributes = (model?.attributes ?? {}) as Readonly<Record<string, Attribute>>;
  const isConnection = !(name in attributes) && name.endsWith('_connection');
  const attribute = isConnection ? name.slice(0, -'_connection'.length) : name;
  const described = attributes[attribute];
  if (!model || !described || isPlain(described)) return scope === null && !isConnection ? 'default' : null;
  const target = targetOf(strapi, described);
  return target && relationResolver(strapi, { uid: model.uid, attribute, isConnection, scope, ...target });
}

/** What a role must be allowed for the field: null for nothing, undefined where something else is set that is not known here. */
function scopeOf(config: ResolversConfig[string] | undefined): readonly string[] | null | undefined {
  const { auth, ...rest } = config ?? {};
  if (Object.keys(rest).length > 0) return undefined;
  if (auth === undefined || auth === null) return null;
  const { scope } = auth as { scope?: unknown };
  return Array.isArray(scope) ? (scope as string[]) : undefined;
}

const isPlain = ({ type }: Attribute): boolean => !['relation', 'component', 'media', 'dynamiczone'].includes(type);

function targetOf(
  strapi: Core.Strapi,
  { type, relation = '', target, component, multiple, repeatable }: Attribute,
): Pick<RelationField, 'target' | 'toMany' | 'isMedia'> | null {
  if (type === 'media') return { target: fileUid, toMany: multiple === true, isMedia: true };
  if (type === 'component' && component) return { target: component, toMany: repeatable === true, isMedia: false };
  // A relation to any type, and one to drafts, needs more than is done here.
  if (type !== 'relation' || !target || /^morph/.test(relation)) return null;
  const { options } = strapi.contentTypes[target as never] as { options?: { draftAndPublish?: boolean } };
  return options?.draftAndPublish ? null : { target, toMany: relation.endsWith('Many'), isMedia: false };
}
