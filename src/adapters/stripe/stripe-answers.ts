import Stripe from 'stripe';
import { ProviderRefused } from '../../ports';

/**
 * Tells a refusal from everything else. A 400, 402 or 404 will not change; a time-out, a 409 (the key is in use), a 429 and
 * a 5xx are unknown and are tried again under the same key.
 */
export async function finalOnly<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && [400, 402, 404].includes(error.statusCode ?? 0))
      throw new ProviderRefused(error.message);
    throw error;
  }
}

/** A well-formed answer of another kind (a proxy's, an older mock's) must never pass for a payment. */
export function assertObject(answer: { id: string; object: string }, object: string, prefix: string): void {
  if (answer.object !== object || !answer.id.startsWith(prefix)) {
    throw new Error(`Stripe answered with something that is not a ${object}`);
  }
}

/** Whether an object carries all of the metadata that we gave it. */
export const carries = (
  object: { readonly metadata: Stripe.Metadata | null },
  metadata: Record<string, string>,
): boolean => Object.entries(metadata).every(([name, value]) => object.metadata?.[name] === value);

/** The first of a list, however many pages it has, that carries the metadata. */
export async function firstCarrying<T extends { readonly metadata: Stripe.Metadata | null }>(
  list: AsyncIterable<T>,
  metadata: Record<string, string>,
): Promise<T | null> {
  for await (const object of list) if (carries(object, metadata)) return object;
  return null;
}
