import {
  getNamedType,
  GraphQLError,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** What one request may ask for. The standard introspection query has about 300 tokens and a depth of its own. */
export const graphqlLimits = {
  tokens: 1_000,
  depth: 8,
  /** With every fragment counted each time it is spread; checked before rules that would follow them all. */
  selections: 2_000,
  aliases: 30,
  rootFields: 10,
  /** Entries read from the database, counted before anything is run: one for each generated relation or component of each entry. */
  cost: 500,
  /** Levels of lists and objects in the variables: what goes through them all would run out of stack. */
  variableLevels: 32,
  bodyBytes: 100 * 1024,
} as const;

const OPERATION_COST = 10;
const PAGE_SIZE_DEFAULT = 25;
const PAGE_SIZE_MAX = 100;

export interface LimitedRequest {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Names of types whose objects come from the database one by one. */
  readonly generatedTypes: ReadonlySet<string>;
}

/** Refuses variables of too many levels. @throws GraphQLError with status 400 and the limit */
export function checkVariables(variables: unknown): void {
  let level: unknown[] = [variables];
  for (let levels = 0; level.length > 0; levels += 1) {
    refuseAbove('variable_levels', levels, graphqlLimits.variableLevels);
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

/** Refuses a valid document that would read too much. @throws GraphQLError with status 400 and the limit */
export function checkCost(request: LimitedRequest): void {
  const fragments = new Map(
    request.document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const count = counter({ ...request, variables: withDefaults(request) }, fragments);
  const root = request.schema.getRootType(request.operation.operation);
  if (!root) return;
  const total = count.selection(request.operation.selectionSet, root, true);
  refuseAbove('root_fields', total.rootFields, graphqlLimits.rootFields);
  refuseAbove('cost', total.cost, graphqlLimits.cost);
}

export function refuseAbove(what: string, value: number, limit: number): void {
  if (value <= limit) return;
  throw new GraphQLError(`The request asks for too much: ${what} ${value}, at most ${limit}`, {
    extensions: {
      code: 'TOO_COMPLEX',
      status: 400,
      reasons: [{ code: `${what}_limit`, limit, value }],
    },
  });
}

interface Count {
  readonly rootFields: number;
  readonly cost: number;
}

const nothing: Count = { rootFields: 0, cost: 0 };
const plus = (a: Count, b: Count): Count => ({ rootFields: a.rootFields + b.rootFields, cost: a.cost + b.cost });

/** Each fragment is counted once and remembered: fragments that spread one another cannot make the counting itself explode. */
function counter(request: LimitedRequest, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const known = new Map<string, Count>();

  const selection = (set: SelectionSetNode, parent: GraphQLNamedType, atRoot: boolean): Count =>
    set.selections.reduce<Count>((sum, node) => {
      if (node.kind === Kind.FIELD) return plus(sum, field(node, parent, atRoot));
      if (node.kind === Kind.FRAGMENT_SPREAD) return plus(sum, fragment(node.name.value, atRoot));
      const on = node.typeCondition ? request.schema.getType(node.typeCondition.name.value) : parent;
      return on ? plus(sum, selection(node.selectionSet, on, atRoot)) : sum;
    }, nothing);

  const fragment = (name: string, atRoot: boolean): Count => {
    const key = `${atRoot}:${name}`;
    const node = fragments.get(name);
    const on = node && request.schema.getType(node.typeCondition.name.value);
    if (!node || !on) return nothing;
    const remembered = known.get(key);
    if (remembered) return remembered;
    known.set(key, nothing);
    const counted = selection(node.selectionSet, on, atRoot);
    known.set(key, counted);
    return counted;
  };

  const field = (node: FieldNode, parent: GraphQLNamedType, atRoot: boolean): Count => {
    const own: Count = { rootFields: atRoot ? 1 : 0, cost: 0 };
    const type = isObjectType(parent) ? parent.getFields()[node.name.value]?.type : undefined;
    if (!type || !node.selectionSet) return atRoot && type ? plus(own, { ...nothing, cost: OPERATION_COST }) : own;
    const below = selection(node.selectionSet, getNamedType(type), false);
    const generated = request.generatedTypes.has(getNamedType(type).name);
    const entries = generated && holdsMany(type) ? pageSize(node, request.variables) : 1;
    const ownCost = atRoot && !generated ? OPERATION_COST : generated || isCompositeType(getNamedType(type)) ? 1 : 0;
    return plus(own, { ...below, cost: ownCost + entries * below.cost });
  };

  return { selection };
}

/** A list, or Strapi's `…_connection` with its nodes. */
function holdsMany(type: GraphQLOutputType): boolean {
  if (isNonNullType(type)) return holdsMany(type.ofType);
  return isListType(type) || /ResponseCollection$/.test(getNamedType(type).name);
}

const noPagination = { code: 'BAD_USER_INPUT', status: 400, reasons: [{ code: 'wrong_type', field: 'pagination' }] };

function pageSize(node: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  const pagination = node.arguments?.find((argument) => argument.name.value === 'pagination');
  if (!pagination) return PAGE_SIZE_DEFAULT;
  const given = valueOf(pagination.value, variables);
  // Strapi's reading of it would break.
  if (given === null) throw new GraphQLError('pagination: must not be null', { extensions: noPagination });
  const { limit, pageSize: size } = (typeof given === 'object' && given !== null ? given : {}) as {
    limit?: unknown;
    pageSize?: unknown;
  };
  const asked = Number(limit ?? size ?? PAGE_SIZE_DEFAULT);
  return asked >= 0 && asked <= PAGE_SIZE_MAX ? asked : PAGE_SIZE_MAX;
}

/** What is not given is what the document says of it. */
function withDefaults({ operation, variables }: LimitedRequest): Readonly<Record<string, unknown>> {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueOf(defaultValue, {})] as const] : [],
  );
  const given = Object.entries(variables).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...defaults, ...given]);
}

function valueOf(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  if (node.kind === Kind.VARIABLE) return variables[node.name.value];
  if (node.kind !== Kind.OBJECT) return node.kind === Kind.INT ? Number(node.value) : null;
  return Object.fromEntries(node.fields.map((entry) => [entry.name.value, valueOf(entry.value, variables)]));
}
