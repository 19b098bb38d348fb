/**
 * Statements that are replayed get keys of their own from the database, other ones than were recorded. Sequences of databases for
 * this begin so high that a key is told from any other number, and each table's from those of the others.
 */
const first = 100_000_000;
const apart = 1_000_000;
const isKey = /^[1-9]\d{8,9}$/;
const keyInText = /(?<!\d)[1-9]\d{8,9}(?!\d)/g;

/** @param {readonly Record<string, unknown>[]} rows @returns {string[]} the keys in them, in order */
export const madeKeys = (rows) =>
  rows.flatMap((row) =>
    Object.values(row)
      .filter((value) => typeof value === 'number' || typeof value === 'string')
      .map(String)
      .filter((value) => isKey.test(value)),
  );

/** A recorded value with the keys that this replay has instead. @param {Map<string, string>} keys */
export const withKeys = (value, keys) =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value).replace(keyInText, (key) => keys.get(key) ?? key)
    : value;

/** @param {import('pg').Client} client */
export async function raiseSequences(client) {
  const { rows } = await client.query(
    `select quote_ident(sequencename) as name from pg_sequences where schemaname = 'public' order by 1`,
  );
  for (const [n, { name }] of rows.entries()) {
    await client.query(`alter sequence ${name} restart with ${first + n * apart}`);
  }
}
