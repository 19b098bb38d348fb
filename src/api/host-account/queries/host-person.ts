import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** The host behind an account. */
export interface HostPerson {
  readonly documentId: string;
  /** Null for a host whom nobody signs in as: one that was imported, or is erased. */
  readonly userId: number | null;
  readonly email: string | null;
}

/** Locks the profile: two that want an account for it come one after the other. */
export async function lockHostPerson(tx: Tx, hostId: number): Promise<HostPerson | null> {
  await tx.query('select id from host_profiles where id = $1 for no key update', [hostId]);
  const rows = await tx.query<HostPerson>(
    `select host.document_id as "documentId", account.id as "userId", lower(account.email) as email
       from host_profiles host left join up_users account on account.id = host.user_id
      where host.id = $1`,
    [hostId],
  );
  return rows[0] ?? null;
}

/** Its stable name, by which the provider's accounts are told apart. */
export async function hostDocument(sql: Sql, hostId: number): Promise<string> {
  const rows = await sql.query<{ document_id: string }>('select document_id from host_profiles where id = $1', [
    hostId,
  ]);
  if (!rows[0]) throw new Error(`host ${hostId} is gone`);
  return rows[0].document_id;
}
