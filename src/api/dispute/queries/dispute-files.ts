import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { EvidenceFileField, EvidenceFiles } from '../../../domain/dispute-files';
import type { DocumentKind } from '../../../ports';

/** A file that is laid down for the bank, without what is in it. */
export interface DisputeFileRow {
  readonly id: number;
  readonly document_id: string;
  readonly dispute_id: number;
  readonly field: EvidenceFileField;
  readonly kind: DocumentKind;
  /** Zero once it was taken away. */
  readonly bytes: number;
  readonly at: Date;
  readonly removed_at: Date | null;
  readonly stripe_file: string | null;
  /** Why the provider does not take it. */
  readonly refused: string | null;
}

const columns = `f.id, f.document_id, f.dispute_id, f.field, f.kind, coalesce(octet_length(f.content), 0) as bytes, f.at, f.removed_at, f.stripe_file, f.refused`;

/** One for each field. The dispute is locked, where what is read is written back. */
export const standingFiles = (sql: Sql, disputeId: number): Promise<DisputeFileRow[]> =>
  sql.query<DisputeFileRow>(
    `select ${columns} from dispute_file f where f.dispute_id = $1 and f.removed_at is null order by f.field`,
    [disputeId],
  );

export async function disputeFileById(sql: Sql, id: number): Promise<DisputeFileRow | null> {
  return (await sql.query<DisputeFileRow>(`select ${columns} from dispute_file f where f.id = $1`, [id]))[0] ?? null;
}

export interface DisputeFile {
  readonly dispute_document_id: string;
  readonly kind: DocumentKind;
  readonly content: Buffer;
}

export async function disputeFileContent(sql: Sql, documentId: string): Promise<DisputeFile | null> {
  const rows = await sql.query<DisputeFile>(
    `select d.document_id as dispute_document_id, f.kind, f.content from dispute_file f join dispute d on d.id = f.dispute_id
     where f.document_id = $1 and f.removed_at is null`,
    [documentId],
  );
  return rows[0] ?? null;
}

/** What the provider is to know of each field that ever had a file. */
export async function providersFiles(sql: Sql, disputeId: number): Promise<EvidenceFiles> {
  const rows = await sql.query<{ field: EvidenceFileField; file: string }>(
    `select distinct on (f.field) f.field, case when f.removed_at is null then coalesce(f.stripe_file, '') else '' end as file
     from dispute_file f where f.dispute_id = $1 order by f.field, f.id desc`,
    [disputeId],
  );
  return Object.fromEntries(rows.map(({ field, file }) => [field, file]));
}

export async function insertDisputeFile(
  tx: Tx,
  file: {
    readonly disputeId: number;
    readonly field: EvidenceFileField;
    readonly kind: DocumentKind;
    readonly content: Buffer;
    readonly adminId: number;
    readonly at: string;
  },
): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into dispute_file (document_id, dispute_id, field, kind, content, added_by, at) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [createId(), file.disputeId, file.field, file.kind, file.content, file.adminId, file.at],
  );
  const row = rows[0];
  if (!row) throw new Error('insert into dispute_file returned no row');
  return row.id;
}

/** Takes away what is in a field; its row stays, what was in it does not. @returns the file's id; null: the field was empty */
export async function removeDisputeFile(
  tx: Tx,
  { disputeId, field, at }: { readonly disputeId: number; readonly field: EvidenceFileField; readonly at: string },
): Promise<number | null> {
  const rows = await tx.query<{ id: number }>(
    `update dispute_file set removed_at = $3, content = null where dispute_id = $1 and field = $2 and removed_at is null returning id`,
    [disputeId, field, at],
  );
  return rows[0]?.id ?? null;
}

/** What the provider answered to a file: its own name of it, or why it does not take it. */
export async function answerDisputeFile(
  tx: Tx,
  id: number,
  answer: { readonly stripeFile: string } | { readonly refused: string },
): Promise<void> {
  const [stripeFile, refused] = 'refused' in answer ? [null, answer.refused] : [answer.stripeFile, null];
  await tx.query(
    'update dispute_file set stripe_file = $2, refused = $3 where id = $1 and stripe_file is null and refused is null',
    [id, stripeFile, refused],
  );
}
