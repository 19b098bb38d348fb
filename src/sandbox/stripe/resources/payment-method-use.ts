import { noSuchReference, notAllowed, cardProblem } from '../http/problem';
import { idOf, type Stored } from '../objects';
import { lockObject } from '../queries/lock-object';
import { saveObject } from '../queries/save-object';
import { emit, type Work } from '../work';
import { findReferenced } from './find';
import { createFromTestId, createPaymentMethod, type PaymentMethodData } from './payment-method-data';

export interface GivenPaymentMethod {
  readonly payment_method?: string | undefined;
  readonly payment_method_data?: PaymentMethodData | undefined;
}

/** The payment method that a call names or describes; undefined when it does neither. */
export async function givenPaymentMethod(
  work: Work,
  given: GivenPaymentMethod,
): Promise<Stored<'payment_method'> | undefined> {
  if (given.payment_method !== undefined && given.payment_method_data !== undefined) {
    throw notAllowed('You may only specify one of these parameters: payment_method, payment_method_data.', {
      param: 'payment_method',
    });
  }
  if (given.payment_method_data !== undefined) {
    return createPaymentMethod(work, given.payment_method_data, 'payment_method_data[card][token]');
  }
  if (given.payment_method === undefined) return undefined;
  return lockPaymentMethod(work, given.payment_method);
}

/** Finds a payment method, or makes one of a test id. */
export async function lockPaymentMethod(work: Work, id: string): Promise<Stored<'payment_method'>> {
  const found = (await createFromTestId(work, id)) ?? (await lockObject(work.tx, 'payment_method', id));
  if (found === undefined) throw noSuchReference('payment_method', id, 'payment_method');
  return found;
}

/** A payment method is used for its own customer, or once. */
export function assertUsableFor(paymentMethod: Stored<'payment_method'>, customer: string | null): void {
  const owner = idOf(paymentMethod.body.customer);
  if (owner !== null && customer === null) {
    throw notAllowed(
      `The payment method ${paymentMethod.id} belongs to a customer. Please include that customer in the customer parameter.`,
      { param: 'payment_method' },
    );
  }
  if (owner !== null && owner !== customer) {
    throw notAllowed(`The payment method ${paymentMethod.id} does not belong to the customer ${String(customer)}.`, {
      param: 'payment_method',
    });
  }
  if (owner === null && paymentMethod.hidden.spent) {
    throw notAllowed(
      `The payment method ${paymentMethod.id} was used before without being attached to a customer, or was detached from one. It may not be used again.`,
      { param: 'payment_method' },
    );
  }
}

/** Keeps a payment method for a customer; a card that its bank declines cannot be kept. */
export async function attachToCustomer(
  work: Work,
  paymentMethodId: string,
  customerId: string,
): Promise<Stored<'payment_method'>> {
  const paymentMethod = await lockPaymentMethod(work, paymentMethodId);
  await findReferenced(work, 'customer', customerId, 'customer');
  const owner = idOf(paymentMethod.body.customer);
  if (owner === customerId) return paymentMethod;
  if (owner !== null) {
    throw notAllowed('The payment method you provided has already been attached to a customer.', {
      param: 'payment_method',
    });
  }
  assertUsableFor(paymentMethod, null);
  const { decline, attaches } = paymentMethod.hidden.behaviour;
  if (decline !== null && !attaches) {
    throw cardProblem({ code: decline.code, decline_code: decline.declineCode, message: decline.message });
  }
  return keepForCustomer(work, paymentMethod, customerId);
}

/** Attaches without asking the bank: a payment or a setup has just gone through. */
export async function keepForCustomer(
  work: Work,
  paymentMethod: Stored<'payment_method'>,
  customerId: string,
): Promise<Stored<'payment_method'>> {
  const kept = { ...paymentMethod, body: { ...paymentMethod.body, customer: customerId } };
  await saveObject(work.tx, kept);
  if (idOf(paymentMethod.body.customer) !== customerId) emit(work, 'payment_method.attached', kept.body);
  return kept;
}
