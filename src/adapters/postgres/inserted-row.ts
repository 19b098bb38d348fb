/** The row of an `insert … returning` of one row. */
export function insertedRow<Row>(rows: readonly Row[], table: string): Row {
  const row = rows[0];
  if (!row) throw new Error(`insert into ${table} returned no row`);
  return row;
}
