import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { HostAccountState } from '../../../domain/host-account';

/** `asked`: it is to be made; `refused`: the provider would not; `moved`: to `state`; `link`: a way to the provider's page; `close`: it is to be closed. */
export type HostAccountEventKind = 'asked' | 'refused' | 'moved' | 'link' | 'close';

export interface HostAccountEvent {
  readonly kind: HostAccountEventKind;
  readonly state: HostAccountState | null;
  readonly actor: 'host' | 'staff' | 'provider';
  readonly made_by: number | null;
  readonly reason: string | null;
  readonly at: Date;
}

export async function insertAccountEvent(
  tx: Tx,
  hostId: number,
  event: Omit<HostAccountEvent, 'at'> & { readonly at: string },
): Promise<void> {
  await tx.query(
    `insert into host_account_event (host_id, kind, state, actor, made_by, reason, at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [hostId, event.kind, event.state, event.actor, event.made_by, event.reason, event.at],
  );
}

/** The latest first. */
export async function accountEvents(sql: Sql, hostId: number, limit: number): Promise<HostAccountEvent[]> {
  return sql.query<HostAccountEvent>(
    `select kind, state, actor, made_by, reason, at from host_account_event where host_id = $1 order by id desc limit $2`,
    [hostId, limit],
  );
}
