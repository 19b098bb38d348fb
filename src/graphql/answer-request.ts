import {
  execute,
  GraphQLError,
  Kind,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { checkCost, checkVariables } from './limits';
import { operationFacts, type OperationFacts } from './operation-facts';
import { preparedDocuments, Refused, withCode, type PreparedDocument } from './prepared-documents';

/** What a POST to /graphql holds. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

/** A request that has been read and may be carried out. */
export interface AcceptedRequest {
  readonly kind: 'accepted';
  readonly request: GraphqlRequest;
  readonly document: PreparedDocument;
  readonly operation: OperationDefinitionNode;
  /** Names of the fields at the top, `__typename` and the like left out. */
  readonly fields: readonly string[];
  /** Whether a field at the top is a read that Strapi has generated, which goes by the rights of its roles. */
  readonly readsGenerated: boolean;
  /** Document id of the home whose generated page is all that is asked for. */
  readonly home: string | null;
}

export interface GraphqlAnswer {
  readonly kind: 'answer';
  readonly status: 200 | 400;
  readonly result: { readonly errors?: readonly GraphQLFormattedError[]; readonly data?: object | null };
}

export interface GraphqlParts {
  readonly schema: GraphQLSchema;
  /** Names of types whose objects come from the database one by one. */
  readonly generatedTypes: ReadonlySet<string>;
  /** Names of the fields at the top that are operations of ours. */
  readonly ownFields: ReadonlySet<string>;
  formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError;
}

export interface GraphqlServer {
  /** The request, or the answer that it is refused with before anything is carried out. */
  accept(request: GraphqlRequest): AcceptedRequest | GraphqlAnswer;
  carryOut(accepted: AcceptedRequest, context: object): Promise<GraphqlAnswer>;
}

export function graphqlServer(parts: GraphqlParts): GraphqlServer {
  const prepared = preparedDocuments(parts.schema);
  const known = new WeakMap<OperationDefinitionNode, OperationFacts>();

  const accept = (request: GraphqlRequest): AcceptedRequest => {
    checkVariables(request.variables);
    const document = prepared(request.query);
    const operation = document.operation(request.operationName);
    if (!operation) throw withCode(unknownOperation(request), 'OPERATION_RESOLUTION_FAILURE');
    const facts = known.get(operation) ?? operationFacts(document.document, operation, parts.ownFields);
    if (document.costVaries || !known.has(operation))
      checkCost({ ...parts, ...request, document: document.document, operation });
    known.set(operation, facts);
    const { fields, readsGenerated, home } = facts;
    return {
      kind: 'accepted',
      request,
      document,
      operation,
      fields,
      readsGenerated,
      home: home && homeIn(home, request.variables),
    };
  };

  return {
    accept(request) {
      try {
        return accept(request);
      } catch (error) {
        if (error instanceof Refused) return refused(parts, error.errors);
        if (error instanceof GraphQLError) return refused(parts, [error]);
        throw error;
      }
    },
    async carryOut({ request, document }, contextValue) {
      const result = await execute({
        schema: parts.schema,
        document: document.document,
        variableValues: request.variables,
        operationName: request.operationName,
        contextValue,
      });
      return answerOf(parts, result);
    },
  };
}

function unknownOperation({ operationName }: GraphqlRequest): GraphQLError {
  return new GraphQLError(
    operationName === null
      ? 'Must provide operation name if query contains multiple operations.'
      : `Unknown operation named "${operationName}".`,
  );
}

function homeIn(node: ValueNode, variables: GraphqlRequest['variables']): string | null {
  const id = node.kind === Kind.VARIABLE ? variables[node.name.value] : node.kind === Kind.STRING ? node.value : null;
  return typeof id === 'string' && /^[a-z0-9]{24}$/.test(id) ? id : null;
}

const refused = (parts: GraphqlParts, errors: readonly GraphQLError[]): GraphqlAnswer => ({
  kind: 'answer',
  status: 400,
  result: { errors: errors.map((error) => formatted(parts, error)) },
});

function answerOf(parts: GraphqlParts, { errors, data }: ExecutionResult): GraphqlAnswer {
  // Nothing was carried out: the variables do not fit.
  if (errors && data === undefined) {
    return refused(
      parts,
      errors.map((error) => withCode(error, 'BAD_USER_INPUT')),
    );
  }
  const result = { ...(errors ? { errors: errors.map((error) => formatted(parts, error)) } : {}), data: data ?? null };
  return { kind: 'answer', status: 200, result };
}

function formatted({ formatError }: GraphqlParts, error: GraphQLError): GraphQLFormattedError {
  const { code = 'INTERNAL_SERVER_ERROR' } = error.extensions;
  return formatError({ ...error.toJSON(), extensions: { ...error.extensions, code } }, error);
}
