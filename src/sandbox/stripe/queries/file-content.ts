import type { Sql, Tx } from '../../../adapters/postgres/sql';

export async function insertFileContent(tx: Tx, file: string, content: Buffer): Promise<void> {
  await tx.query('INSERT INTO stripe_sandbox.file_content (file_id, content) VALUES ($1, $2)', [file, content]);
}

export async function findFileContent(sql: Sql, file: string): Promise<Buffer | null> {
  const rows = await sql.query<{ content: Buffer }>(
    'SELECT content FROM stripe_sandbox.file_content WHERE file_id = $1',
    [file],
  );
  return rows[0]?.content ?? null;
}
