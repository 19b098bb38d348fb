/**
 * Stripe's published test cards (docs.stripe.com/testing), as far as a marketplace meets them.
 * `token` is the end of `pm_card_…` and `tok_…`.
 */

export interface Decline {
  readonly code: string;
  readonly declineCode: string;
  readonly message: string;
}

export interface CardBehaviour {
  /** What the bank says to a charge, once authenticated where it asks for that. */
  readonly decline: Decline | null;
  /** When the bank wants the cardholder to authenticate. */
  readonly authentication: 'never' | 'always' | 'unless_set_up' | 'on_session_only';
  /** A declining card cannot be kept for later either, but for one. */
  readonly attaches: boolean;
  readonly refund: 'succeeds' | 'pending' | 'fails';
  readonly dispute: 'none' | 'fraudulent' | 'product_not_received' | 'inquiry';
  readonly availableAtOnce: boolean;
}

export interface TestCard {
  readonly token: string;
  readonly number: string;
  readonly brand: string;
  readonly funding: 'credit' | 'debit' | 'prepaid';
  readonly behaviour: CardBehaviour;
}

/** How a payment behaves that nothing is special about. */
export const plain: CardBehaviour = {
  decline: null,
  authentication: 'never',
  attaches: true,
  refund: 'succeeds',
  dispute: 'none',
  availableAtOnce: false,
};

const declined = (declineCode: string, message = 'Your card was declined.'): Decline => ({
  code: 'card_declined',
  declineCode,
  message,
});

const insufficientFunds = declined('insufficient_funds', 'Your card has insufficient funds.');

const declines = (decline: Decline): Partial<CardBehaviour> => ({ decline, attaches: false });

function card(
  token: string,
  number: string,
  behaviour: Partial<CardBehaviour> = {},
  brand = 'visa',
  funding: TestCard['funding'] = 'credit',
): TestCard {
  return { token, number, brand, funding, behaviour: { ...plain, ...behaviour } };
}

export const testCards: readonly TestCard[] = [
  card('visa', '4242424242424242'),
  card('visa_debit', '4000056655665556', {}, 'visa', 'debit'),
  card('mastercard', '5555555555554444', {}, 'mastercard'),
  card('mastercard_debit', '5200828282828210', {}, 'mastercard', 'debit'),
  card('mastercard_prepaid', '5105105105105100', {}, 'mastercard', 'prepaid'),
  card('amex', '378282246310005', {}, 'amex'),
  card('discover', '6011111111111117', {}, 'discover'),
  card('diners', '3056930009020004', {}, 'diners'),
  card('jcb', '3566002020360505', {}, 'jcb'),
  card('unionpay', '6200000000000005', {}, 'unionpay'),
  card('bypassPending', '4000000000000077', { availableAtOnce: true }),
  card('visa_chargeDeclined', '4000000000000002', declines(declined('generic_decline'))),
  card('visa_chargeDeclinedInsufficientFunds', '4000000000009995', declines(insufficientFunds)),
  card('visa_chargeDeclinedLostCard', '4000000000009987', declines(declined('lost_card'))),
  card('visa_chargeDeclinedStolenCard', '4000000000009979', declines(declined('stolen_card'))),
  card('visa_chargeDeclinedVelocityLimitExceeded', '4000000000006975', declines(declined('card_velocity_exceeded'))),
  card(
    'chargeDeclinedExpiredCard',
    '4000000000000069',
    declines({ code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' }),
  ),
  card(
    'chargeDeclinedIncorrectCvc',
    '4000000000000127',
    declines({
      code: 'incorrect_cvc',
      declineCode: 'incorrect_cvc',
      message: "Your card's security code is incorrect.",
    }),
  ),
  card(
    'chargeDeclinedProcessingError',
    '4000000000000119',
    declines({
      code: 'processing_error',
      declineCode: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    }),
  ),
  card('chargeCustomerFail', '4000000000000341', { decline: declined('generic_decline') }),
  card('authenticationRequired', '4000002760003184', { authentication: 'always' }),
  card('threeDSecure2Required', '4000000000003220', { authentication: 'always' }),
  card('threeDSecureRequired', '4000000000003063', { authentication: 'always' }),
  card('authenticationRequiredOnSetup', '4000002500003155', { authentication: 'unless_set_up' }),
  card('authenticationRequiredSetupForOffSession', '4000003800000446', { authentication: 'on_session_only' }),
  card('authenticationRequiredChargeDeclinedInsufficientFunds', '4000008260003178', {
    authentication: 'always',
    decline: insufficientFunds,
  }),
  card('threeDSecureRequiredChargeDeclined', '4000008400001629', {
    authentication: 'always',
    decline: declined('generic_decline'),
  }),
  card('createDispute', '4000000000000259', { dispute: 'fraudulent' }),
  card('createDisputeProductNotReceived', '4000000000002685', { dispute: 'product_not_received' }),
  card('createDisputeInquiry', '4000000000001976', { dispute: 'inquiry' }),
  card('pendingRefund', '4000000000007726', { refund: 'pending' }),
  card('refundFail', '4000000000005126', { refund: 'fails' }),
];

/** Older names for the same cards, still in use in Stripe's own examples. */
const aliases: Readonly<Record<string, string>> = {
  chargeDeclined: 'visa_chargeDeclined',
  chargeDeclinedInsufficientFunds: 'visa_chargeDeclinedInsufficientFunds',
  us: 'visa',
};

const byToken = new Map(testCards.map((each) => [each.token, each]));
const byNumber = new Map(testCards.map((each) => [each.number, each]));

/** Finds the card behind `pm_card_visa`, `tok_visa` and the like. */
export function cardByTestId(id: string): TestCard | undefined {
  const token = /^(?:pm_card_|tok_)(\w+)$/.exec(id)?.[1];
  return token === undefined ? undefined : byToken.get(aliases[token] ?? token);
}

export function cardByNumber(number: string): TestCard | undefined {
  return byNumber.get(number);
}

/** ISO/IEC 7812: the check digit that every card number ends with. */
export function hasValidCheckDigit(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Whether this payment stops for the cardholder, given who is there and what was set up before. */
export function asksForAuthentication(
  behaviour: CardBehaviour,
  payment: { readonly offSession: boolean; readonly setUp: boolean },
): boolean {
  switch (behaviour.authentication) {
    case 'never':
      return false;
    case 'always':
      return true;
    case 'unless_set_up':
      return !(payment.offSession && payment.setUp);
    case 'on_session_only':
      return !payment.offSession;
    default: {
      const unreachable: never = behaviour.authentication;
      throw new Error(`no such authentication: ${String(unreachable)}`);
    }
  }
}
