import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { Evidence } from '../../../domain/dispute-evidence';

/** The evidence as it was last saved: each save holds all of it. */
export async function evidenceOf(sql: Sql, disputeId: number): Promise<Evidence> {
  const rows = await sql.query<{ evidence: Evidence }>(
    'select evidence from dispute_evidence where dispute_id = $1 order by id desc limit 1',
    [disputeId],
  );
  return rows[0]?.evidence ?? {};
}

/** @returns the number of the save, for the key of the call that it owes */
export async function insertEvidence(
  tx: Tx,
  save: { readonly disputeId: number; readonly evidence: Evidence; readonly adminId: number; readonly at: string },
): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    'insert into dispute_evidence (dispute_id, evidence, saved_by, at) values ($1, $2, $3, $4) returning id',
    [save.disputeId, JSON.stringify(save.evidence), save.adminId, save.at],
  );
  const row = rows[0];
  if (!row) throw new Error('insert into dispute_evidence returned no row');
  return row.id;
}
