import { createHash, timingSafeEqual } from 'node:crypto';
import { noSuchObject } from '../http/problem';
import type { Answer } from '../http/answer';
import type { Call } from '../http/route';

/**
 * A publishable key is public, so what it may touch is proved by the object's client secret.
 * A wrong secret is answered like a missing object, so that nobody learns which ids exist.
 */
export function assertMayTouch(
  call: Call,
  noun: string,
  object: { readonly id: string; readonly body: { readonly client_secret: string | null } } | undefined,
  given: string | undefined,
): asserts object is NonNullable<typeof object> {
  const named = call.in['id'] ?? '';
  if (object === undefined) throw noSuchObject(noun, named);
  const proven = given !== undefined && same(given, object.body.client_secret ?? '');
  if (proven || (given === undefined && call.key === 'secret')) return;
  throw noSuchObject(noun, named);
}

function same(one: string, other: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(one), digest(other)) && other !== '';
}

const visible = new Set([
  'id',
  'object',
  'amount',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'last_setup_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'status',
  'usage',
]);

/** The part of an intent that its customer's browser may see: no metadata, no customer, no charge. */
export function visibleTo(call: Call, body: object): Record<string, unknown> {
  const entries = Object.entries(body);
  return Object.fromEntries(call.key === 'secret' ? entries : entries.filter(([key]) => visible.has(key)));
}

/** A decline holds the intent too. */
export function declineVisibleTo(call: Call, answer: Answer): Answer {
  const { error } = answer.body as { error: { payment_intent?: object; setup_intent?: object } };
  const { payment_intent: payment, setup_intent: setup, ...reason } = error;
  return {
    ...answer,
    body: {
      error: {
        ...reason,
        ...(payment === undefined ? {} : { payment_intent: visibleTo(call, payment) }),
        ...(setup === undefined ? {} : { setup_intent: visibleTo(call, setup) }),
      },
    },
  };
}
