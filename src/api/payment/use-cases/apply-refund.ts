import type { Tx } from '../../../adapters/postgres/sql';
import { refundFailed, refundSucceeded } from '../../../domain/ledger-payments';
import type { Casita, ProviderRefund } from '../../../ports';
import { lockRefund, touchRefund, updateRefund, type RefundRow, type RefundState } from '../queries/refunds';
import { postLedger } from '../queries/post-ledger';

/** Brings our refund to where the provider's is. A refund that had succeeded can still fail: the money comes back to us. */
export async function applyRefund(app: Casita, tx: Tx, refundId: number, answer: ProviderRefund): Promise<void> {
  const refund = await lockRefund(tx, refundId);
  if (!refund) throw new Error(`refund ${refundId} is gone`);
  if (answer.amount !== refund.amount || answer.currency !== refund.currency) {
    throw new Error(
      `refund ${answer.id} is over ${answer.amount} ${answer.currency}, ours over ${refund.amount} ${refund.currency}`,
    );
  }
  const state = stateOf(answer.status);
  const at = app.clock.now().toString();
  if (isOld(refund.state, state)) return touchRefund(tx, refund.id, at);
  await updateRefund(tx, refund.id, { state, stripeRefund: answer.id, failure: answer.failure }, at);
  await post(tx, refund, answer.id, state, at);
}

/** The provider will not send it: the guest is owed it all the same, and staff decide how they get it. */
export async function failRefund(app: Casita, tx: Tx, refundId: number, failure: string): Promise<void> {
  const refund = await lockRefund(tx, refundId);
  if (refund?.state !== 'creating') return;
  const news = { state: 'failed', stripeRefund: null, failure } as const;
  await updateRefund(tx, refund.id, news, app.clock.now().toString());
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
