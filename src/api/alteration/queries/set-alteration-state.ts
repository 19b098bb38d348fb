import type { Tx } from '../../../adapters/postgres/sql';
import type { AlterationState } from '../../../domain/alteration-moves';

/** Times that a step sets beside the state; what is absent stays as it is. */
export interface AlterationTimes {
  readonly decidedAt?: string;
  readonly endedAt?: string;
  readonly paymentDueAt?: string;
}

export async function setAlterationState(
  tx: Tx,
  id: number,
  state: AlterationState,
  times: AlterationTimes,
): Promise<void> {
  await tx.query(
    `update booking_alteration set state = $2, decided_at = coalesce($3, decided_at), ended_at = coalesce($4, ended_at),
       payment_due_at = coalesce($5, payment_due_at) where id = $1`,
    [id, state, times.decidedAt ?? null, times.endedAt ?? null, times.paymentDueAt ?? null],
  );
}
