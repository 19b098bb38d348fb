/**
 * The one way in which our own code talks to PostgreSQL: text with $1, $2 … and values.
 * Query files take an `Sql`, so that the same query runs alone, in our own transaction, or inside one of Strapi's.
 */
export interface Sql {
  /** Runs one statement and returns its rows. `date` arrives as 'YYYY-MM-DD', `int8` as a safe number, `timestamptz` as a Date. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[], how?: HowAsked): Promise<Row[]>;
}

export interface HowAsked {
  /**
   * Each connection plans the statement once, and keeps the plan under this name: for a long statement that is asked again and again,
   * and whose plan hangs little on its values. Planning can take ten times as long as doing.
   */
  readonly planKeptAs?: string;
}

/**
 * An `Sql` inside an open transaction: what is written through it commits or vanishes together. Statements that are asked without waiting
 * for one another (`Promise.all`) go in one round trip, and are done in the order in which they were asked, each seeing what was
 * committed before it began: what is asked after a lock is read under it.
 */
export interface Tx extends Sql {
  readonly inTransaction: true;
}

export interface Database extends Sql {
  /** Commits when `work` resolves, rolls back when it throws. Never call out over HTTP from inside. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The row of an `insert … returning` of one row. */
export function insertedRow<Row>(rows: readonly Row[], table: string): Row {
  const row = rows[0];
  if (!row) throw new Error(`insert into ${table} returned no row`);
  return row;
}
