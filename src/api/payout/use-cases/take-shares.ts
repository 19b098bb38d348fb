import type { Tx } from '../../../adapters/postgres/sql';
import type { SharesTaken } from '../../../domain/ledger-payouts';
import { sharesBack } from '../../../domain/release';
import type { Casita } from '../../../ports';
import { lockHostBalance } from '../queries/lock-host-balance';
import { addToPayout, insertPayoutLine, openPayouts } from '../queries/payouts';
import { releaseFacts, type ReleaseFacts } from '../queries/release-facts';
import { insertReturn } from '../queries/releases';
import { oweByHost } from './owe-by-host';
import { oweReversals } from './owe-reversals';
import { keptOf, releasedSoFar, settlementOf } from './settlement-of';
import { finishPayout } from './start-payout';

/** Money of a booking that is its parties' no more. Minor units of `currency`. */
export interface MoneyBack {
  readonly bookingId: number;
  readonly amount: number;
  readonly currency: string;
  /** The external id of the posting that the caller makes of it. */
  readonly posting: string;
  /** The refund that it goes back by; null where the guest has it already. */
  readonly refundId: number | null;
  /** What the host bears of it already, and is to be let off: it stands for as much of their share. */
  readonly borneByHost: number;
}

/**
 * Takes money out of what is still the guest's, and where that does not reach out of what was released, each party by its share. What the
 * host was sent is asked back. The locks of property, booking and payments are held; the caller posts what was taken.
 */
export async function takeShares(app: Casita, tx: Tx, back: MoneyBack): Promise<SharesTaken & { hostId: number }> {
  const facts = await releaseFacts(tx, back.bookingId);
  if (!facts) throw new Error(`booking ${back.bookingId} is gone`);
  const funds = Math.min(facts.funds, back.amount);
  const released =
    back.amount > funds ? await takeReleased(app, tx, facts, back, back.amount - funds) : noneOfTheReleased;
  return { hostId: facts.host_id, funds, ...released };
}

const noneOfTheReleased = { fromPayable: 0, fromReceivable: 0, fromBorne: 0, platformFee: 0, tax: 0 };

async function takeReleased(app: Casita, tx: Tx, facts: ReleaseFacts, back: MoneyBack, amount: number) {
  const { posting, refundId, bookingId, currency } = back;
  const { host_id: hostId } = facts;
  const kept = settlementOf(facts, keptOf(facts) - back.amount);
  const { hostPayout, platformFee, tax } = sharesBack(releasedSoFar(facts), amount, kept, currency);
  await lockHostBalance(tx, hostId);
  const fromBorne = Math.min(back.borneByHost, hostPayout);
  const fromPayable = await lessenPayouts(app, tx, back, hostPayout - fromBorne);
  const fromReceivable = hostPayout - fromBorne - fromPayable;
  const shares = { fromPayable, fromReceivable, fromBorne, platformFee, tax };
  const at = app.clock.now().toString();
  await insertReturn(tx, { posting, refundId, bookingId, hostId, currency, ...shares, at });
  if (fromReceivable > 0) {
    const debt = { hostId, bookingId, kind: 'refund' as const, refundId, currency, amount: fromReceivable };
    await oweReversals(app, tx, await oweByHost(app, tx, debt));
  }
  return shares;
}

/** Out of the booking's payouts that are not on their way. @returns how much of `amount` they had */
async function lessenPayouts(app: Casita, tx: Tx, back: MoneyBack, amount: number): Promise<number> {
  let left = amount;
  for (const payout of await openPayouts(tx, back.bookingId)) {
    const part = Math.min(left, payout.amount - payout.transferred);
    if (part <= 0) continue;
    const { bookingId, refundId } = back;
    const at = app.clock.now().toString();
    const about = { payoutId: payout.id, kind: 'correction', bookingId, at } as const;
    await insertPayoutLine(tx, { ...about, ...(refundId === null ? {} : { refundId }), amount: -part });
    await addToPayout(tx, payout.id, -part);
    if (part === payout.amount - payout.transferred) await finishPayout(app, tx, payout.id);
    left -= part;
  }
  return amount - left;
}
