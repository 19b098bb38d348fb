import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';
import type { ClaimActor, ClaimMoveName, ClaimState } from '../../../domain/claim-moves';
import type { ClaimItem } from '../../../domain/damage-claim';
import type { Door } from '../../../ports';
import { claimColumns, type ClaimRow } from './claim-row';

export interface NewClaim {
  readonly bookingId: number;
  readonly hostId: number;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly items: readonly ClaimItem[];
  readonly answerBy: string;
  readonly now: string;
}

/** Numbered after the booking's last one; the booking is locked. */
export async function insertClaim(tx: Tx, claim: NewClaim): Promise<ClaimRow> {
  const rows = await tx.query<ClaimRow>(
    `insert into damage_claim as c (document_id, booking_id, n, host_id, state, amount, currency, description, items, filed_at, answer_by)
     select $1, $2, coalesce(max(earlier.n), 0) + 1, $3, 'filed', $4, $5, $6, $7, $8, $9 from damage_claim earlier where earlier.booking_id = $2
     returning ${claimColumns}`,
    [
      createId(),
      claim.bookingId,
      claim.hostId,
      claim.amount,
      claim.currency,
      claim.description,
      JSON.stringify(claim.items),
      claim.now,
      claim.answerBy,
    ],
  );
  const row = rows[0];
  if (!row) throw new Error('insert into damage_claim returned no row');
  return row;
}

/** What a move writes beside the state; what is absent stays as it is. */
export interface ClaimChange {
  readonly offered?: number | null;
  readonly answer?: string | null;
  readonly awarded?: number;
  readonly decision?: string;
  readonly answeredAt?: string;
  readonly decidedAt?: string;
  readonly endedAt?: string;
}

export async function setClaimState(tx: Tx, id: number, state: ClaimState, change: ClaimChange): Promise<void> {
  await tx.query(
    `update damage_claim set state = $2, offered = coalesce($3, offered), answer = coalesce($4, answer), awarded = coalesce($5, awarded),
       decision = coalesce($6, decision), answered_at = coalesce($7, answered_at), decided_at = coalesce($8, decided_at), ended_at = coalesce($9, ended_at)
     where id = $1`,
    [
      id,
      state,
      change.offered ?? null,
      change.answer ?? null,
      change.awarded ?? null,
      change.decision ?? null,
      change.answeredAt ?? null,
      change.decidedAt ?? null,
      change.endedAt ?? null,
    ],
  );
}

/** Who moves a claim, through which door, and why. */
export interface ClaimMover {
  readonly kind: ClaimActor;
  readonly id: number | null;
  readonly name: string | null;
  readonly door: Door;
  readonly reason: string | null;
}

/** Each move is a row: who, when, why, by which door. */
export async function insertClaimEvent(
  tx: Tx,
  claim: { readonly id: number; readonly from: ClaimState | null; readonly to: ClaimState },
  move: ClaimMoveName,
  mover: ClaimMover,
  at: string,
): Promise<void> {
  await tx.query(
    `insert into damage_claim_event (claim_id, move, from_state, to_state, actor_kind, actor_id, actor_name, door, reason, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [claim.id, move, claim.from, claim.to, mover.kind, mover.id, mover.name, mover.door, mover.reason, at],
  );
}
