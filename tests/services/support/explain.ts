import type { Database, Sql, Tx } from '../../../src/adapters/postgres/sql';

/** Notes the plan of each statement instead of running it; every answer is empty. */
interface Explaining {
  readonly sql: Database & Tx;
  readonly indexes: Set<string>;
}

function explainOn(real: Sql): Explaining {
  const indexes = new Set<string>();
  const sql: Database & Tx = {
    inTransaction: true,
    async query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> {
      const [row] = await real.query<{ 'QUERY PLAN': unknown }>(`explain (format json) ${text}`, values);
      collect(row?.['QUERY PLAN'], indexes);
      return [];
    },
    transaction: (work) => work(sql),
    close: async () => undefined,
  };
  return { sql, indexes };
}

/** Indexes are named at scans, and at inserts that let one decide what is a conflict. */
function collect(node: unknown, into: Set<string>): void {
  if (Array.isArray(node)) return node.forEach((each) => collect(each, into));
  if (node === null || typeof node !== 'object') return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'Index Name') into.add(String(value));
    else if (key === 'Conflict Arbiter Indexes') (value as string[]).forEach((name) => into.add(name));
    else collect(value, into);
  }
}

/**
 * The indexes that PostgreSQL would use for what `work` asks, were reading whole tables not allowed. What `work` makes of
 * empty answers does not matter.
 */
export async function indexesUsed(
  db: Database,
  work: (sql: Database & Tx) => Promise<unknown>,
  prepare: (tx: Tx) => Promise<unknown>,
): Promise<Set<string>> {
  return db.transaction(async (tx) => {
    await tx.query('set local enable_seqscan = off');
    await prepare(tx);
    const { sql, indexes } = explainOn(tx);
    let fault: unknown;
    await work(sql).catch((error: unknown) => (fault = error));
    if (indexes.size === 0) throw new Error('no statement with an index was asked for', { cause: fault });
    return indexes;
  });
}
