import { checkAward } from '../../../domain/damage-claim';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita, StaffActor } from '../../../ports';
import { placeOfClaim } from '../queries/load-claim';
import { endClaimPayment, keptCardOf, oweClaim } from './claim-payment';
import { actOnClaim, claimNotFound, moveClaim, type ClaimRef } from './move-claim';
import { tellOfClaim } from './tell-of-claim';

export interface DecideClaimCommand {
  readonly actor: StaffActor;
  readonly claimDocumentId: string;
  /** Both parties are told it. */
  readonly reason: string;
}

/** Staff decide what the guest owes of a claim: all of it, a part, or nothing; and whether the card that they kept is charged with it. */
export async function decideClaim(
  app: Casita,
  command: DecideClaimCommand & { readonly amount: number; readonly chargeCard: boolean },
): Promise<Outcome<ClaimRef>> {
  const { amount, reason, chargeCard } = command;
  const move = amount === 0 ? 'reject' : 'award';
  return byStaff(app, command, move, async (tx, booking, claim, mover) => {
    const reasons = checkAward(amount, claim.amount);
    if (reasons.length > 0) return refuse('refused', 'That is more than was claimed', reasons);
    if (amount > 0 && booking.guest_id === null) {
      return refuse('conflict', 'The guest’s account is gone: nobody can pay this', [
        { code: 'guest_gone', field: 'amount' },
      ]);
    }
    const card = chargeCard ? await keptCardOf(tx, booking) : null;
    if (chargeCard && card === null) {
      const none = { code: 'no_saved_card', field: 'chargeCard' };
      return refuse('refused', 'The guest has kept no card of this stay', [none]);
    }
    const at = app.clock.now().toString();
    const change = amount === 0 ? { endedAt: at } : { awarded: amount };
    const moved = await moveClaim(app, tx, claim, move, mover, { ...change, decision: reason, decidedAt: at });
    if (!moved.ok) return moved;
    if (amount > 0) await oweClaim(app, tx, booking, moved.value, card);
    await tellOfClaim(app, tx, booking, { ...moved.value, decision: reason }, amount > 0 ? 'awarded' : 'rejected');
    return accept(null);
  });
}

/** The guest has not paid, and nobody waits for it any more: the host gets nothing of it. Money that comes all the same goes back. */
export async function giveUpClaim(app: Casita, command: DecideClaimCommand): Promise<Outcome<ClaimRef>> {
  return byStaff(app, command, 'give_up', async (tx, booking, claim, mover) => {
    const moved = await moveClaim(app, tx, claim, 'give_up', mover, { endedAt: app.clock.now().toString() });
    if (!moved.ok) return moved;
    await endClaimPayment(app, tx, claim);
    await tellOfClaim(app, tx, booking, { ...moved.value, decision: command.reason }, 'unpaid');
    return accept(null);
  });
}

async function byStaff(
  app: Casita,
  { actor, claimDocumentId, reason }: DecideClaimCommand,
  move: 'award' | 'reject' | 'give_up',
  act: Parameters<typeof actOnClaim>[4],
): Promise<Outcome<ClaimRef>> {
  const place = await placeOfClaim(app.db, claimDocumentId);
  if (!place) return claimNotFound();
  const { booking_document_id: bookingDocumentId, n } = place;
  const command = { actor, side: 'staff', door: 'admin', bookingDocumentId, reason, n } as const;
  return actOnClaim(app, command, move, null, act);
}
