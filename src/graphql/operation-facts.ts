import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode, type ValueNode } from 'graphql';

export interface OperationFacts {
  /** Names of the fields at the top, `__typename` and the like left out. */
  readonly fields: readonly string[];
  /** Whether a field at the top is a read that Strapi has generated, which goes by the rights of its roles. */
  readonly readsGenerated: boolean;
  /** Of an operation that asks for one home's generated page and for nothing else: what names the home. */
  readonly home: ValueNode | null;
}

/** @param document one that fits the schema: its fragments do not go in circles */
export function operationFacts(
  document: DocumentNode,
  { operation, selectionSet }: OperationDefinitionNode,
  ownFields: ReadonlySet<string>,
): OperationFacts {
  const fields = fieldsOf(document, selectionSet).filter((name) => !name.startsWith('__'));
  return {
    fields,
    readsGenerated: fields.some((name) => !ownFields.has(name)),
    home: operation === 'query' ? homeOf(selectionSet) : null,
  };
}

function fieldsOf(document: DocumentNode, { selections }: SelectionSetNode): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return node.name.value;
    if (node.kind === Kind.INLINE_FRAGMENT) return fieldsOf(document, node.selectionSet);
    const spread = document.definitions.find(
      (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === node.name.value,
    );
    return spread && 'selectionSet' in spread && spread.selectionSet ? fieldsOf(document, spread.selectionSet) : [];
  });
}

function homeOf({ selections: [only, ...others] }: SelectionSetNode): ValueNode | null {
  if (!only || others.length > 0 || only.kind !== Kind.FIELD || only.name.value !== 'property') return null;
  return only.arguments?.find(({ name }) => name.value === 'documentId')?.value ?? null;
}
