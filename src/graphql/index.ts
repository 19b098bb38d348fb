import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { GraphQLSchema } from 'graphql';
import type { AnyOperation } from '../contract/operation';
import { allOperations } from '../contract/operations';
import type { Casita } from '../ports';
import { isGenerated, keepPublicReads, takeOnlyOwnTypes } from './generated-reads';
import { checkLimits, graphqlLimits, type LimitedRequest } from './limits';
import { operationField } from './operation-fields';
import { formatErrors } from './refusal-error';
import { ownScalars } from './scalars';
import { typeBook } from './type-book';

/** Operations that GraphQL has too: all but those whose answer is a file or a cookie. */
export const graphqlOperations = (operations: readonly AnyOperation[] = allOperations): AnyOperation[] =>
  operations.filter((operation) => !operation.restOnly);

/** Sets the GraphQL plugin up; it builds its schema and server from this after `register`. */
export function registerGraphql(strapi: Core.Strapi): void {
  const operations = graphqlOperations();
  keepPublicReads(strapi);
  takeOnlyOwnTypes(
    strapi,
    () => [...ownScalars, ...operationTypes(strapi, operations)],
    operations.map((operation) => `${operation.kind === 'query' ? 'Query' : 'Mutation'}.${operation.id}`),
  );
  strapi.config.set('plugin::graphql.depthLimit', graphqlLimits.depth);
  strapi.config.set('plugin::graphql.apolloServer', serverSettings(strapi));
}

function operationTypes(strapi: Core.Strapi, operations: readonly AnyOperation[]): unknown[] {
  const book = typeBook(generatedNames(strapi));
  const app = () => strapi.get('casita') as Casita;
  const fields = operations.flatMap((operation) => operationField(app, book, operation));
  return [...book.types, ...fields];
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

/** Settings of Apollo Server, beside those that the plugin has. */
function serverSettings(strapi: Core.Strapi) {
  return {
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    // The app drains and stops by itself.
    stopOnTerminationSignals: false,
    // Set for every route by config/middlewares.ts: one list of origins for REST and GraphQL.
    cors: false,
    maxRecursiveSelections: graphqlLimits.selections,
    parseOptions: { maxTokens: graphqlLimits.tokens },
    bodyParserConfig: { enableTypes: ['json'], jsonLimit: graphqlLimits.bodyBytes },
    formatError: formatErrors((error) => logFault(strapi, error)),
    plugins: [limitPlugin(generatedNames(strapi))],
  };
}

function logFault(strapi: Core.Strapi, error: unknown): string | null {
  const requestId = (strapi.requestContext.get() as Context | undefined)?.state['requestId'] as string | undefined;
  strapi.log.error(
    `graphql ${requestId ?? ''} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return requestId ?? null;
}

interface ResolvedRequest {
  readonly schema: GraphQLSchema;
  readonly document: LimitedRequest['document'];
  readonly operation: LimitedRequest['operation'];
  readonly request: { readonly variables?: Record<string, unknown> };
}

const limitPlugin = (generatedTypes: ReadonlySet<string>) => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, request }: ResolvedRequest) {
        checkLimits({ schema, document, operation, variables: request.variables ?? {}, generatedTypes });
      },
    };
  },
});
