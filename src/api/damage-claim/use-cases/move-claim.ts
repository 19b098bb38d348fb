import type { Tx } from '../../../adapters/postgres/sql';
import { decideClaimMove, type ClaimMoveName } from '../../../domain/claim-moves';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { actOnBooking, type BookingCommand, type Keyed } from '../../booking/use-cases/act-on-booking';
import type { ClaimRow } from '../queries/claim-row';
import { claimNumber, lockClaim } from '../queries/load-claim';
import { insertClaimEvent, setClaimState, type ClaimChange, type ClaimMover } from '../queries/write-claim';

/** Which claim an act was about. */
export interface ClaimRef {
  readonly id: number;
  readonly bookingId: number;
  readonly n: number;
}

/**
 * The one way in which a claim changes its state: asks its table, writes the state, and the move with who and why. The caller holds the
 * locks of property, booking and claim.
 */
export async function moveClaim(
  app: Casita,
  tx: Tx,
  claim: ClaimRow,
  move: ClaimMoveName,
  mover: ClaimMover,
  change: ClaimChange = {},
): Promise<Outcome<ClaimRow>> {
  const decided = decideClaimMove(claim.state, move, mover.kind);
  if (!decided.ok) return decided;
  await setClaimState(tx, claim.id, decided.value, change);
  const at = app.clock.now().toString();
  await insertClaimEvent(tx, { id: claim.id, from: claim.state, to: decided.value }, move, mover, at);
  return accept({ ...claim, state: decided.value, awarded: change.awarded ?? claim.awarded });
}

export const claimNotFound = () => refuse('not_found', 'No such claim', [{ code: 'not_found', field: 'n' }]);

type Act = (tx: Tx, booking: BookingRow, claim: ClaimRow, mover: ClaimMover) => Promise<Outcome<unknown>>;

/** An act of one party, or of staff, on one claim of a booking: under the locks of both, once for a key. */
export async function actOnClaim(
  app: Casita,
  command: BookingCommand & { readonly n: number },
  move: ClaimMoveName,
  keyed: Keyed<ClaimRef> | null,
  act: Act,
): Promise<Outcome<ClaimRef>> {
  const answered = async (tx: Tx, booking: BookingRow, mover: ClaimMover): Promise<Outcome<ClaimRef>> => {
    const claim = await lockClaim(tx, booking.id, command.n);
    if (!claim) return claimNotFound();
    const allowed = decideClaimMove(claim.state, move, mover.kind);
    if (!allowed.ok) return allowed;
    const outcome = await act(tx, booking, claim, mover);
    return outcome.ok ? accept({ id: claim.id, bookingId: booking.id, n: claim.n }) : outcome;
  };
  return actOnBooking<ClaimRef>(app, command, answered, keyed);
}

/** The same request under the same key is answered with the claim that the first one was about. */
export const onceForClaim = (
  command: { readonly bookingDocumentId: string; readonly idempotencyKey: string | null },
  operation: string,
  asked: readonly unknown[],
): Keyed<ClaimRef> => ({
  key: command.idempotencyKey,
  operation,
  asked: [command.bookingDocumentId, ...asked],
  idOf: ({ id }) => id,
  again: async (tx, id) => ({ id, ...(await claimNumber(tx, id)) }),
});
