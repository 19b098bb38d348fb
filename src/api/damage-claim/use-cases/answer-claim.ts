import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import type { BookingCommand } from '../../booking/use-cases/act-on-booking';
import { ownCard } from '../../saved-card/use-cases/own-cards';
import { endClaimPayment, oweClaim } from './claim-payment';
import { actOnClaim, moveClaim, onceForClaim, type ClaimRef } from './move-claim';
import { tellOfClaim } from './tell-of-claim';

export interface AnswerClaimCommand extends BookingCommand {
  /** Which of the booking's claims. */
  readonly n: number;
  readonly answer: 'accept' | 'dispute';
  /** What the guest would pay who does not agree; minor units. */
  readonly amount: number | null;
  readonly message: string | null;
  /** A saved card of the guest's to be charged at once with what they accept; null: they give a card. */
  readonly card: string | null;
  readonly idempotencyKey: string | null;
}

/** The guest accepts, and owes all of it, or does not, and staff decide. In time: after it staff decide in any case. */
export async function answerClaim(app: Casita, command: AnswerClaimCommand): Promise<Outcome<ClaimRef>> {
  const { answer, amount, message, n, card } = command;
  const own = await checkOwnCard(app, command);
  if (!own.ok) return own;
  const keyed = onceForClaim(command, 'answerDamageClaim', [n, answer, amount, message, card]);
  return actOnClaim(app, command, answer, keyed, async (tx, booking, claim, mover) => {
    const now = app.clock.now();
    if (now.epochMilliseconds > claim.answer_by.getTime()) {
      const reason = { code: 'claim_answer_late', field: 'state', limit: claim.answer_by.toISOString() };
      return refuse('conflict', 'The time to answer this claim is over: staff decide', [reason]);
    }
    const at = now.toString();
    if (answer === 'accept') {
      const moved = await moveClaim(app, tx, claim, 'accept', mover, {
        ...{ awarded: claim.amount, answer: message, answeredAt: at },
      });
      if (!moved.ok) return moved;
      await oweClaim(app, tx, booking, moved.value, card);
      await tellOfClaim(app, tx, booking, moved.value, 'accepted');
      return moved;
    }
    if (amount !== null && amount > claim.amount) {
      const reason = { code: 'too_big', field: 'amount', limit: claim.amount, value: amount };
      return refuse('refused', 'That is more than was claimed', [reason]);
    }
    const words = { offered: amount, answer: message, answeredAt: at };
    const moved = await moveClaim(app, tx, claim, 'dispute', { ...mover, reason: message }, words);
    if (moved.ok) await tellOfClaim(app, tx, booking, moved.value, 'in_review');
    return moved;
  });
}

/** The provider is asked for the guest's cards, so this comes before any lock. */
async function checkOwnCard(app: Casita, { actor, answer, card }: AnswerClaimCommand): Promise<Outcome<unknown>> {
  if (card === null || actor.kind !== 'account') return accept(null);
  if (answer === 'accept') return ownCard(app, actor.userId, card);
  const reason = { code: 'card_without_accepting', field: 'paymentMethod' };
  return refuse('refused', 'A card is charged with what is accepted', [reason]);
}

/** The host claims no longer. Money that comes all the same goes back. */
export async function withdrawClaim(
  app: Casita,
  command: BookingCommand & { readonly n: number; readonly idempotencyKey: string | null },
): Promise<Outcome<ClaimRef>> {
  const keyed = onceForClaim(command, 'withdrawDamageClaim', [command.n, command.reason]);
  return actOnClaim(app, command, 'withdraw', keyed, async (tx, booking, claim, mover) => {
    const endedAt = app.clock.now().toString();
    const moved = await moveClaim(app, tx, claim, 'withdraw', mover, { endedAt });
    if (!moved.ok) return moved;
    await endClaimPayment(app, tx, claim);
    await tellOfClaim(app, tx, booking, moved.value, 'withdrawn');
    return accept(null);
  });
}
