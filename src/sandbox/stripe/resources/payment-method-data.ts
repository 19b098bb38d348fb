import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { z } from 'zod';
import { cardByNumber, cardByTestId, hasValidCheckDigit, type TestCard } from '../cards';
import { address, choice, emptyable, integer, metadata, text } from '../http/params';
import { cardProblem, noSuchReference } from '../http/problem';
import { newId } from '../ids';
import { insertObject } from '../queries/insert-object';
import type { Stored } from '../objects';
import { seconds, type Work } from '../work';
import { wholeAddress } from './address';

const rawCard = z.strictObject({
  number: text(30),
  exp_month: integer(0, 99),
  exp_year: integer(0, 9999),
  cvc: text(4).optional(),
});

export const billingDetails = z.strictObject({
  address: emptyable(address()).optional(),
  email: emptyable(text()).optional(),
  name: emptyable(text()).optional(),
  phone: emptyable(text()).optional(),
});

/** `payment_method_data`, and the body of POST /v1/payment_methods: a card number or a test token. */
export const paymentMethodData = z.strictObject({
  type: choice('card'),
  card: z.union([z.strictObject({ token: text() }), rawCard]),
  billing_details: billingDetails.optional(),
  allow_redisplay: choice('always', 'limited', 'unspecified').optional(),
  metadata: metadata().optional(),
});

export type PaymentMethodData = z.output<typeof paymentMethodData>;

interface CardOnFile {
  readonly card: TestCard;
  readonly expMonth: number;
  readonly expYear: number;
  readonly cvcGiven: boolean;
}

/** Makes a payment method of what the customer typed. Only how the test card behaves is kept, never its number. */
export async function createPaymentMethod(
  work: Work,
  data: PaymentMethodData,
  param: string,
): Promise<Stored<'payment_method'>> {
  const card = 'token' in data.card ? ofToken(work, data.card.token, param) : ofNumber(work, data.card);
  return insertPaymentMethod(work, card, {
    billing_details: {
      address: wholeAddress(data.billing_details?.address),
      email: data.billing_details?.email ?? null,
      name: data.billing_details?.name ?? null,
      phone: data.billing_details?.phone ?? null,
      tax_id: null,
    },
    allow_redisplay: data.allow_redisplay ?? 'unspecified',
    metadata: data.metadata ?? {},
  });
}

/** `pm_card_visa` and its like are made into a payment method of their own at each use. */
export async function createFromTestId(work: Work, id: string): Promise<Stored<'payment_method'> | undefined> {
  if (!id.startsWith('pm_card_')) return undefined;
  const card = cardByTestId(id);
  return card === undefined ? undefined : insertPaymentMethod(work, onFile(work, card), {});
}

function onFile(work: Work, card: TestCard): CardOnFile {
  return { card, expMonth: 12, expYear: yearOf(work) + 4, cvcGiven: true };
}

function ofToken(work: Work, token: string, param: string): CardOnFile {
  const card = cardByTestId(token);
  if (card === undefined) throw noSuchReference('token', token, param);
  return onFile(work, card);
}

function ofNumber(work: Work, given: z.output<typeof rawCard>): CardOnFile {
  const number = given.number.replace(/[ -]/g, '');
  if (!hasValidCheckDigit(number)) {
    throw cardProblem({ code: 'incorrect_number', param: 'number', message: 'Your card number is incorrect.' });
  }
  if (given.exp_month < 1 || given.exp_month > 12) {
    throw cardProblem({
      code: 'invalid_expiry_month',
      param: 'exp_month',
      message: "Your card's expiration month is invalid.",
    });
  }
  const expYear = given.exp_year < 100 ? 2000 + given.exp_year : given.exp_year;
  const today = work.now.toZonedDateTimeISO('UTC');
  if (expYear * 12 + given.exp_month < today.year * 12 + today.month || expYear > today.year + 50) {
    throw cardProblem({
      code: 'invalid_expiry_year',
      param: 'exp_year',
      message: "Your card's expiration year is invalid.",
    });
  }
  const card = cardByNumber(number);
  if (card === undefined) {
    throw cardProblem({
      code: 'card_declined',
      decline_code: 'test_mode_live_card',
      message: 'Your card was declined. The sandbox takes only the published test cards.',
    });
  }
  return { card, expMonth: given.exp_month, expYear, cvcGiven: given.cvc !== undefined };
}

function yearOf(work: Work): number {
  return work.now.toZonedDateTimeISO('UTC').year;
}

async function insertPaymentMethod(
  work: Work,
  onFileCard: CardOnFile,
  given: Partial<Pick<Stripe.PaymentMethod, 'billing_details' | 'allow_redisplay' | 'metadata'>>,
): Promise<Stored<'payment_method'>> {
  const at = seconds(work.now);
  const body: Stripe.PaymentMethod = {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: wholeAddress(undefined), email: null, name: null, phone: null, tax_id: null },
    card: cardBody(onFileCard),
    created: at,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
    ...given,
  };
  const hidden = { behaviour: onFileCard.card.behaviour, spent: false, setUp: false };
  return insertObject(work.tx, 'payment_method', at, body, hidden);
}

function cardBody({ card, expMonth, expYear, cvcGiven }: CardOnFile): Stripe.PaymentMethod.Card {
  return {
    brand: card.brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: cvcGiven ? 'unchecked' : null,
    },
    country: 'US',
    display_brand: card.brand,
    exp_month: expMonth,
    exp_year: expYear,
    fingerprint: createHash('sha256').update(card.token).digest('base64url').slice(0, 16),
    funding: card.funding,
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}
