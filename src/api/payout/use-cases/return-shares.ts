import type { Tx } from '../../../adapters/postgres/sql';
import { refunded } from '../../../domain/ledger-payments';
import { refundedAfterPayout } from '../../../domain/ledger-payouts';
import type { Casita } from '../../../ports';
import { postLedger } from '../../payment/queries/post-ledger';
import { planRelease } from './plan-release';
import { takeShares } from './take-shares';

export interface PromisedRefund {
  readonly refundId: number;
  readonly bookingId: number;
  readonly amount: number;
  readonly currency: string;
}

/** Posts a refund that was just promised, and takes it out of what it is to come from. The locks of property, booking and payments are held. */
export async function returnShares(app: Casita, tx: Tx, refund: PromisedRefund): Promise<void> {
  const { refundId, bookingId, amount, currency } = refund;
  const posting = `refund-${refundId}`;
  const { hostId, funds, ...back } = await takeShares(app, tx, { ...refund, posting, borneByHost: 0 });
  const about = { source: 'casita' as const, externalId: posting, bookingId, at: app.clock.now().toString() };
  if (funds > 0) await postLedger(tx, refunded({ bookingId, amount: funds, currency }), about);
  if (amount > funds) await postLedger(tx, refundedAfterPayout({ hostId, currency, ...back }), { ...about, hostId });
  await planRelease(app, tx, bookingId);
}
