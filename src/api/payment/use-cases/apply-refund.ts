import type { Tx } from '../../../adapters/postgres/sql';
import { refundFailed, refundSucceeded } from '../../../domain/ledger-payments';
import type { Casita, ProviderRefund } from '../../../ports';
import { lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { payPromisedByLosses } from '../../dispute/use-cases/settle-promised';
import { placeOfRefund, type PlaceOfRefund } from '../../refund/queries/refunds-by-dispute';
import { lockPayment } from '../queries/load-payment';
import { lockRefund, touchRefund, updateRefund, type RefundRow, type RefundState } from '../queries/refunds';
import { postLedger } from '../queries/post-ledger';

/** Brings our refund to where the provider's is. A refund that had succeeded can still fail: the money comes back to us. */
export async function applyRefund(app: Casita, tx: Tx, refundId: number, answer: ProviderRefund): Promise<void> {
  const state = stateOf(answer.status);
  const place = state === 'failed' ? await lockAround(tx, refundId) : null;
  const refund = await lockRefund(tx, refundId);
  if (!refund) throw new Error(`refund ${refundId} is gone`);
  if (answer.amount !== refund.amount || answer.currency !== refund.currency) {
    throw new Error(
      `refund ${answer.id} is over ${answer.amount} ${answer.currency}, ours over ${refund.amount} ${refund.currency}`,
    );
  }
  const at = app.clock.now().toString();
  if (isOld(refund.state, state)) return touchRefund(tx, refund.id, at);
  await updateRefund(tx, refund.id, { state, stripeRefund: answer.id, failure: answer.failure }, at);
  await post(tx, refund, answer.id, state, at);
  if (place) await payPromisedByLosses(app, tx, place.booking_id, place.payment_id);
}

/** The provider will not send it: the guest is owed it all the same, and staff decide how they get it, unless a bank has paid it. */
export async function failRefund(app: Casita, tx: Tx, refundId: number, failure: string): Promise<void> {
  const place = await lockAround(tx, refundId);
  const refund = await lockRefund(tx, refundId);
  if (refund?.state !== 'creating') return;
  const news = { state: 'failed', stripeRefund: null, failure } as const;
  await updateRefund(tx, refund.id, news, app.clock.now().toString());
  if (place) await payPromisedByLosses(app, tx, place.booking_id, place.payment_id);
}

/** What comes before a refund in the order of locks: its guest's bank may have won the money meanwhile, and the host be let off a part. */
async function lockAround(tx: Tx, refundId: number): Promise<PlaceOfRefund | null> {
  const place = await placeOfRefund(tx, refundId);
  if (!place) return null;
  await lockProperty(tx, place.property_id);
  await lockBookingById(tx, place.booking_id);
  await lockPayment(tx, place.payment_id);
  return place;
}

function stateOf(status: ProviderRefund['status']): RefundState {
  if (status === 'succeeded') return 'succeeded';
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
}

const order: Readonly<Record<RefundState, number>> = { creating: 0, pending: 1, succeeded: 2, failed: 3 };
const isOld = (from: RefundState, to: RefundState): boolean => order[to] <= order[from];

async function post(tx: Tx, refund: RefundRow, externalId: string, state: RefundState, at: string): Promise<void> {
  const about = { source: 'stripe' as const, externalId, bookingId: refund.booking_id, at };
  const { amount, currency } = refund;
  if (state === 'succeeded') await postLedger(tx, refundSucceeded({ amount, currency }), about);
  if (state === 'failed' && refund.state === 'succeeded')
    await postLedger(tx, refundFailed({ amount, currency }), about);
}
