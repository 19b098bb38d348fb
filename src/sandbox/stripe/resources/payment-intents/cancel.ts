import type Stripe from 'stripe';
import { ok, type Answer } from '../../http/answer';
import type { Call } from '../../http/route';
import type { Stored } from '../../objects';
import { lockObject } from '../../queries/lock-object';
import { saveObject } from '../../queries/save-object';
import { emit, seconds, type Work } from '../../work';
import { lockNamed, lockOwn } from '../find';
import { giveBackUncaptured } from '../refunds/uncaptured';
import { unexpectedState } from './unexpected-state';

const cancellable = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
  'processing',
];

export async function cancel(
  call: Call,
  params: { readonly cancellation_reason?: Stripe.PaymentIntent.CancellationReason | undefined },
): Promise<Answer> {
  const intent = await lockNamed(call, 'payment_intent', call.in['id']!);
  if (!cancellable.includes(intent.body.status)) throw unexpectedState(intent.body, 'cancel', cancellable);
  const releases = intent.body.status === 'requires_capture';
  if (releases) await releaseAuthorisation(call, intent, 'charge.refunded');
  return ok(await cancelIntent(call, intent, params.cancellation_reason ?? null));
}

/** Falls due seven days after an authorisation. */
export async function authorisationExpires(work: Work, id: string): Promise<void> {
  const intent = await lockObject(work.tx, 'payment_intent', id);
  if (intent?.body.status !== 'requires_capture') return;
  await releaseAuthorisation(work, intent, 'charge.expired');
  await cancelIntent(work, intent, 'automatic');
}

async function cancelIntent(
  work: Work,
  intent: Stored<'payment_intent'>,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Promise<Stripe.PaymentIntent> {
  const body: Stripe.PaymentIntent = {
    ...intent.body,
    status: 'canceled',
    canceled_at: seconds(work.now),
    cancellation_reason: reason,
    amount_capturable: 0,
    next_action: null,
  };
  await saveObject(work.tx, { ...intent, body, hidden: { waiting: null, authenticated: false } });
  emit(work, 'payment_intent.canceled', body);
  return body;
}

/** The whole authorisation goes back to the card; no money of ours moves. */
async function releaseAuthorisation(
  work: Work,
  intent: Stored<'payment_intent'>,
  event: 'charge.refunded' | 'charge.expired',
): Promise<void> {
  const charge = await lockOwn(work, 'charge', intent.body.latest_charge);
  const body: Stripe.Charge = { ...charge.body, amount_refunded: charge.body.amount, refunded: true };
  await saveObject(work.tx, { ...charge, body });
  await giveBackUncaptured(work, { ...charge, body }, body.amount);
  emit(work, event, body, { amount_refunded: 0, refunded: false });
}
