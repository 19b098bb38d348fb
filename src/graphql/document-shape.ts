import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { graphqlLimits, refuseAbove } from './limits';

/** How large a document would be with every fragment written out where it is spread; the largest of its operations. */
interface Shape {
  readonly selections: number;
  /** Levels of fields below this one; introspection has rules of its own. */
  readonly depth: number;
  readonly aliases: number;
}

const nothing: Shape = { selections: 0, depth: 0, aliases: 0 };

/**
 * Refuses a document that is too large, before anything follows its fragments: some of the rules that say whether it fits the schema
 * take a time that grows with their product. Each fragment is looked at once, however often it is spread, and also where fragments
 * spread one another in a circle. @throws GraphQLError with status 400 and the limit
 */
export function checkShape(document: DocumentNode): void {
  const shapeOf = shapes(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { selections, depth, aliases } = shapeOf(definition.selectionSet);
    refuseAbove('selections', selections, graphqlLimits.selections);
    // The fields at the top are no level of their own.
    refuseAbove('depth', depth - 1, graphqlLimits.depth);
    refuseAbove('aliases', aliases, graphqlLimits.aliases);
  }
}

function shapes(document: DocumentNode): (set: SelectionSetNode) => Shape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const known = new Map<string, Shape>();

  const ofSet = (set: SelectionSetNode): Shape =>
    set.selections.map(ofNode).reduce((sum, shape) => together(sum, shape), nothing);

  const ofNode = (node: SelectionNode): Shape => {
    if (node.kind === Kind.INLINE_FRAGMENT) return oneMore(ofSet(node.selectionSet));
    if (node.kind === Kind.FRAGMENT_SPREAD) return oneMore(ofFragment(node.name.value));
    const below = node.selectionSet ? ofSet(node.selectionSet) : nothing;
    const isIntrospection = node.name.value.startsWith('__');
    return {
      selections: below.selections + 1,
      depth: isIntrospection ? 0 : below.depth + 1,
      aliases: below.aliases + (node.alias ? 1 : 0),
    };
  };

  const ofFragment = (name: string): Shape => {
    const remembered = known.get(name);
    if (remembered) return remembered;
    known.set(name, nothing);
    const node = fragments.get(name);
    const shape = node ? ofSet(node.selectionSet) : nothing;
    known.set(name, shape);
    return shape;
  };

  return ofSet;
}

const oneMore = (shape: Shape): Shape => ({ ...shape, selections: shape.selections + 1 });

const together = (a: Shape, b: Shape): Shape => ({
  selections: a.selections + b.selections,
  depth: Math.max(a.depth, b.depth),
  aliases: a.aliases + b.aliases,
});
