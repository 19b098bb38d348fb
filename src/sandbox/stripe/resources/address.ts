import type Stripe from 'stripe';

type GivenAddress = { readonly [Part in keyof Stripe.Address]?: string | null | undefined };

/** An address with every part there, null where it was not given. */
export function wholeAddress(given: GivenAddress | null | undefined): Stripe.Address {
  return {
    city: given?.city ?? null,
    country: given?.country ?? null,
    line1: given?.line1 ?? null,
    line2: given?.line2 ?? null,
    postal_code: given?.postal_code ?? null,
    state: given?.state ?? null,
  };
}

export interface GivenShipping {
  readonly address: GivenAddress;
  readonly name: string;
  readonly phone?: string | undefined;
  readonly carrier?: string | undefined;
  readonly tracking_number?: string | undefined;
}

export function wholeShipping(given: GivenShipping): Stripe.PaymentIntent.Shipping & Stripe.Charge.Shipping {
  return {
    address: wholeAddress(given.address),
    name: given.name,
    phone: given.phone ?? null,
    carrier: given.carrier ?? null,
    tracking_number: given.tracking_number ?? null,
  };
}
