/** An entry with the relations of it that were asked for, by attribute. */
export type LoadedEntry = Readonly<Record<string, unknown>> & { readonly id: number };

/** How Strapi's query engine is told of a relation: filters and order of what it points to. */
export type RelationQuery = Readonly<Record<string, unknown>>;

/** Finds entries of a content type or component by their row ids, each with these relations, in as many statements as there are relations. */
export type FindWithRelations = (
  uid: string,
  ids: readonly number[],
  relations: Readonly<Record<string, RelationQuery>>,
) => Promise<readonly LoadedEntry[]>;

export interface RelationLoads {
  /**
   * What a relation of one entry holds. Loads that are asked for before anything else happens are made together, one query for all
   * entries of a type and all their relations: a list costs as many statements as it has relations, however long it is.
   * @param query the same object for the same question
   */
  load(uid: string, attribute: string, query: RelationQuery, id: number): Promise<unknown>;
}

/** Relations of one type that one query can load: a relation that is asked for in two ways needs two. */
interface Batch {
  readonly uid: string;
  readonly relations: Record<string, RelationQuery>;
  readonly waiting: Waiting[];
}

interface Waiting {
  readonly attribute: string;
  readonly id: number;
  done(value: unknown): void;
  failed(error: unknown): void;
}

export function relationLoads(find: FindWithRelations): RelationLoads {
  let batches: Batch[] = [];

  const batchFor = (uid: string, attribute: string, query: RelationQuery): Batch => {
    const fits = ({ uid: of, relations }: Batch) => of === uid && (relations[attribute] ?? query) === query;
    const found = batches.find(fits);
    if (found) return found;
    if (batches.length === 0) afterAllResolvers(() => void runAll());
    const batch: Batch = { uid, relations: {}, waiting: [] };
    batches.push(batch);
    return batch;
  };

  const runAll = (): Promise<unknown> => {
    const asked = batches;
    batches = [];
    return Promise.all(asked.map((batch) => run(find, batch)));
  };

  return {
    load: (uid, attribute, query, id) =>
      new Promise((done, failed) => {
        const batch = batchFor(uid, attribute, query);
        batch.relations[attribute] = query;
        batch.waiting.push({ attribute, id, done, failed });
      }),
  };
}

/** The next tick comes when no promise is left to go on with: every resolver that can ask has asked. */
export const afterAllResolvers = (work: () => void): void => void Promise.resolve().then(() => process.nextTick(work));

async function run(find: FindWithRelations, { uid, relations, waiting }: Batch): Promise<void> {
  try {
    const entries = await find(uid, [...new Set(waiting.map(({ id }) => id))], relations);
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    for (const { attribute, id, done } of waiting) done(byId.get(id)?.[attribute] ?? null);
  } catch (error) {
    for (const { failed } of waiting) failed(error);
  }
}
