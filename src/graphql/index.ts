import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { GraphQLSchema } from 'graphql';
import type { AnyOperation } from '../contract/operation';
import { allOperations } from '../contract/operations';
import type { Casita } from '../ports';
import { homeExtraFields, homeExtras } from './home-extras';
import { isGenerated, keepPublicReads, takeOnlyOwnTypes } from './generated-reads';
import { graphqlServer, type GraphqlServer } from './answer-request';
import { leanSchema, type ResolversConfig } from './lean-schema';
import { graphqlLimits } from './limits';
import { operationField } from './operation-fields';
import { formatErrors } from './refusal-error';
import { ownScalars } from './scalars';
import { typeBook } from './type-book';

/** Operations that GraphQL has too: all but those whose answer is a file or a cookie. */
export const graphqlOperations = (operations: readonly AnyOperation[] = allOperations): AnyOperation[] =>
  operations.filter((operation) => !operation.restOnly);

/**
 * Sets the GraphQL plugin up; it builds its schema from this after `register`.
 * @returns what answers requests, once that is done
 */
export function registerGraphql(strapi: Core.Strapi): () => GraphqlServer {
  const operations = graphqlOperations();
  keepPublicReads(strapi);
  const config = takeOnlyOwnTypes(strapi, () => [...ownScalars, ...operationTypes(strapi, operations)], [
    ...operations.map((operation) => `${operation.kind === 'query' ? 'Query' : 'Mutation'}.${operation.id}`),
    ...homeExtraFields,
  ]);
  strapi.config.set('plugin::graphql.depthLimit', graphqlLimits.depth);
  const formatError = formatErrors((error) => logFault(strapi, error));
  strapi.config.set('plugin::graphql.apolloServer', { ...serverSettings, formatError });
  const schema = leanOnceBuilt(strapi, config);
  let server: GraphqlServer | undefined;
  const make = () =>
    graphqlServer({
      schema: schema(),
      generatedTypes: generatedNames(strapi),
      ownFields: new Set(operations.map(({ id }) => id)),
      formatError,
    });
  return () => (server ??= make());
}

/** The plugin makes its schema when it starts: from then on this is the one that requests are answered with. */
function leanOnceBuilt(strapi: Core.Strapi, config: () => ResolversConfig): () => GraphQLSchema {
  const builder = strapi.plugin('graphql').service('content-api') as { buildSchema: () => GraphQLSchema };
  const build = builder.buildSchema;
  let schema: GraphQLSchema | undefined;
  builder.buildSchema = () => (schema = leanSchema(strapi, build(), config()));
  return () => {
    if (!schema) throw new Error('GraphQL: asked before the schema was made');
    return schema;
  };
}

function operationTypes(strapi: Core.Strapi, operations: readonly AnyOperation[]): unknown[] {
  const book = typeBook(generatedNames(strapi));
  const app = () => strapi.get('casita') as Casita;
  const fields = operations.flatMap((operation) => operationField(app, book, operation));
  const extras = homeExtras(app, book);
  return [...book.types, ...fields, extras];
}

/** Names of the types that Strapi makes from content types and components. */
function generatedNames(strapi: Core.Strapi): ReadonlySet<string> {
  const { naming } = strapi.plugin('graphql').service('utils') as unknown as {
    naming: Record<
      'getTypeName' | 'getEntityResponseCollectionName' | 'getRelationResponseCollectionName' | 'getComponentName',
      (type: unknown) => string
    >;
  };
  const shown = Object.values(strapi.contentTypes).filter((type) => isGenerated(type.uid));
  const types = shown.flatMap((type) => [
    naming.getTypeName(type),
    naming.getEntityResponseCollectionName(type),
    naming.getRelationResponseCollectionName(type),
  ]);
  const inputs = types.map((name) => `${name}Input`);
  return new Set([
    ...types,
    ...inputs,
    ...Object.values(strapi.components).map(naming.getComponentName),
    'Pagination',
    'Error',
  ]);
}

/**
 * Settings of Apollo Server, beside those that the plugin has. It is given what is no GraphQL request, to say so (src/front/graphql-requests.ts):
 * a document that reached it all the same has a token too many.
 */
const serverSettings = {
  introspection: true,
  csrfPrevention: true,
  allowBatchedHttpRequests: false,
  persistedQueries: false,
  includeStacktraceInErrorResponses: false,
  // The app drains and stops by itself.
  stopOnTerminationSignals: false,
  // Set for every route by config/middlewares.ts: one list of origins for REST and GraphQL.
  cors: false,
  parseOptions: { maxTokens: 0 },
  bodyParserConfig: { enableTypes: ['json'], jsonLimit: graphqlLimits.bodyBytes },
};

function logFault(strapi: Core.Strapi, error: unknown): string | null {
  const requestId = (strapi.requestContext.get() as Context | undefined)?.state['requestId'] as string | undefined;
  strapi.log.error(
    `graphql ${requestId ?? ''} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return requestId ?? null;
}
