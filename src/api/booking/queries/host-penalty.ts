import type { Tx } from '../../../adapters/postgres/sql';
import type { HostPenaltyRule } from '../../../domain/host-penalty';

/** What a host owes for cancelling a stay. Minor units of the booking's currency. */
export interface HostPenaltyRow {
  readonly booking_id: number;
  readonly host_id: number;
  readonly amount: number;
  readonly currency: string;
  readonly rule: HostPenaltyRule;
  readonly waived_at: Date | null;
}

export interface NewHostPenalty {
  readonly bookingId: number;
  readonly hostId: number;
  readonly amount: number;
  readonly currency: string;
  readonly rule: HostPenaltyRule;
  readonly at: string;
}

/** A booking is cancelled once, so its penalty is written once: the key refuses a second. */
export async function insertHostPenalty(tx: Tx, penalty: NewHostPenalty): Promise<void> {
  await tx.query(
    'insert into host_penalty (booking_id, host_id, amount, currency, rule, at) values ($1, $2, $3, $4, $5, $6)',
    [penalty.bookingId, penalty.hostId, penalty.amount, penalty.currency, penalty.rule, penalty.at],
  );
}

/** Locked until the transaction ends. Lock the booking first. */
export async function lockHostPenalty(tx: Tx, bookingId: number): Promise<HostPenaltyRow | null> {
  const rows = await tx.query<HostPenaltyRow>(
    'select booking_id, host_id, amount, currency, rule, waived_at from host_penalty where booking_id = $1 for update',
    [bookingId],
  );
  return rows[0] ?? null;
}

export async function setPenaltyWaived(
  tx: Tx,
  waiver: { readonly bookingId: number; readonly adminId: number; readonly reason: string; readonly at: string },
): Promise<void> {
  await tx.query('update host_penalty set waived_at = $2, waived_by = $3, waive_reason = $4 where booking_id = $1', [
    waiver.bookingId,
    waiver.at,
    waiver.adminId,
    waiver.reason,
  ]);
}
