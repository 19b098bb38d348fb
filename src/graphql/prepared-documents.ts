import {
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  validate,
  visit,
  BREAK,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { checkShape } from './document-shape';
import { graphqlLimits } from './limits';

/** A document that fits the schema and the limits that do not hang on variables. */
export interface PreparedDocument {
  readonly document: DocumentNode;
  /** Whether a variable says how long a list is: what is asked then costs something else each time. */
  readonly costVaries: boolean;
  /** By name; null for one that is not there, or where the name is needed. */
  operation(name: string | null): OperationDefinitionNode | null;
}

/** Texts that differ from one another make no more than this of each process's memory. */
const KEPT_BYTES_MAX = 16 * 1024 * 1024;
/** Of a text that is kept: an app's own queries are far shorter. */
const KEPT_TEXT_MAX = 16 * 1024;
/** What a parsed document takes, by measure, for each character of its text. */
const BYTES_FOR_EACH_CHARACTER = 60;
const BYTES_FOR_EACH_DOCUMENT = 2_000;

/**
 * Documents by their text, parsed and validated once. An app sends the same few again and again; of what is refused nothing is kept.
 * @returns the document, throwing its refusal: a GraphQLError, or several as `Refused`
 */
export function preparedDocuments(schema: GraphQLSchema): (text: string) => PreparedDocument {
  const kept = new LRUCache<string, PreparedDocument>({ maxSize: KEPT_BYTES_MAX });
  return (text) => {
    const known = kept.get(text);
    if (known) return known;
    const prepared = prepare(schema, text);
    const size = BYTES_FOR_EACH_DOCUMENT + BYTES_FOR_EACH_CHARACTER * text.length;
    if (text.length <= KEPT_TEXT_MAX) kept.set(text, prepared, { size });
    return prepared;
  };
}

/** What a document is refused for. */
export class Refused extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]?.message);
  }
}

function prepare(schema: GraphQLSchema, text: string): PreparedDocument {
  const document = parsed(text);
  checkShape(document);
  const errors = validate(schema, document);
  if (errors.length > 0) throw new Refused(errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')));
  return {
    document,
    costVaries: hasVariablePageSize(document),
    operation: (name) => getOperationAST(document, name) ?? null,
  };
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: graphqlLimits.tokens });
  } catch (error) {
    if (error instanceof GraphQLError) throw withCode(error, 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
}

export function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    extensions: { ...error.extensions, code },
  });
}

function hasVariablePageSize(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Argument(node) {
      if (node.name.value !== 'pagination') return undefined;
      visit(node.value, {
        [Kind.VARIABLE]() {
          found = true;
          return BREAK;
        },
      });
      return found ? BREAK : false;
    },
  });
  return found;
}
