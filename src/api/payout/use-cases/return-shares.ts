import type { Tx } from '../../../adapters/postgres/sql';
import { refunded } from '../../../domain/ledger-payments';
import { refundedAfterPayout } from '../../../domain/ledger-payouts';
import { sharesBack } from '../../../domain/release';
import type { Casita } from '../../../ports';
import { postLedger } from '../../payment/queries/post-ledger';
import { lockHostBalance } from '../queries/lock-host-balance';
import { addToPayout, insertPayoutLine, openPayouts } from '../queries/payouts';
import { releaseFacts, type ReleaseFacts } from '../queries/release-facts';
import { insertReturn } from '../queries/releases';
import { oweByHost } from './owe-by-host';
import { oweReversals } from './owe-reversals';
import { planRelease } from './plan-release';
import { keptOf, releasedSoFar, settlementOf } from './settlement-of';
import { finishPayout } from './start-payout';

export interface PromisedRefund {
  readonly refundId: number;
  readonly bookingId: number;
  readonly amount: number;
  readonly currency: string;
}

/**
 * Posts a refund that was just promised: out of what is still the guest's, and where that does not reach out of what was released, each
 * party by its share. What the host had been sent is asked back. The locks of property, booking and payments are held.
 */
export async function returnShares(app: Casita, tx: Tx, refund: PromisedRefund): Promise<void> {
  const facts = await releaseFacts(tx, refund.bookingId);
  if (!facts) throw new Error(`booking ${refund.bookingId} is gone`);
  const { bookingId, amount, currency } = refund;
  const fromFunds = Math.min(facts.funds, amount);
  const about = {
    source: 'casita' as const,
    externalId: `refund-${refund.refundId}`,
    bookingId,
    at: app.clock.now().toString(),
  };
  if (fromFunds > 0) await postLedger(tx, refunded({ bookingId, amount: fromFunds, currency }), about);
  if (amount > fromFunds) {
    const { hostId, ...back } = await takeBack(app, tx, facts, refund, amount - fromFunds);
    await postLedger(tx, refundedAfterPayout({ hostId, currency, ...back }), { ...about, hostId });
  }
  await planRelease(app, tx, bookingId);
}

async function takeBack(app: Casita, tx: Tx, facts: ReleaseFacts, refund: PromisedRefund, amount: number) {
  const { refundId, bookingId, currency } = refund;
  const { host_id: hostId } = facts;
  const kept = settlementOf(facts, keptOf(facts) - refund.amount);
  const { hostPayout, platformFee, tax } = sharesBack(releasedSoFar(facts), amount, kept, currency);
  await lockHostBalance(tx, hostId);
  const fromPayable = await lessenPayouts(app, tx, refund, hostPayout);
  const fromReceivable = hostPayout - fromPayable;
  const at = app.clock.now().toString();
  await insertReturn(tx, { refundId, bookingId, hostId, currency, fromPayable, fromReceivable, platformFee, tax, at });
  if (fromReceivable > 0) {
    const debt = { hostId, bookingId, kind: 'refund' as const, refundId, currency, amount: fromReceivable };
    await oweReversals(app, tx, await oweByHost(app, tx, debt));
  }
  return { hostId, fromPayable, fromReceivable, platformFee, tax };
}

/** Out of the booking's payouts that are not on their way. @returns how much of `amount` they had */
async function lessenPayouts(app: Casita, tx: Tx, refund: PromisedRefund, amount: number): Promise<number> {
  let left = amount;
  for (const payout of await openPayouts(tx, refund.bookingId)) {
    const part = Math.min(left, payout.amount - payout.transferred);
    if (part <= 0) continue;
    const { bookingId, refundId } = refund;
    const at = app.clock.now().toString();
    await insertPayoutLine(tx, { payoutId: payout.id, kind: 'correction', bookingId, refundId, amount: -part, at });
    await addToPayout(tx, payout.id, -part);
    if (part === payout.amount - payout.transferred) await finishPayout(app, tx, payout.id);
    left -= part;
  }
  return amount - left;
}
