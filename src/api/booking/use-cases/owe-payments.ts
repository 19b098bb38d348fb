import type { Tx } from '../../../adapters/postgres/sql';
import type { PaymentPlan } from '../../../domain/payment-plan';
import { requestCardFor } from '../../../domain/setup-progress';
import type { Casita } from '../../../ports';
import { insertPayment } from '../../payment/queries/insert-payment';
import { oweSetup } from '../../payment/use-cases/apply-setup';
import { chargeLater } from '../../payment/use-cases/charge-later';
import { oweIntent, wholeOf } from '../../payment/use-cases/owe-calls';
import { promiseCustomer } from '../../saved-card/queries/guest-customer';
import { needsCustomer, type PaymentChoice } from './payment-choice';

export interface NewBookingToPay {
  readonly bookingId: number;
  readonly guestId: number;
  /** Confirmed by payment alone; else the host is asked. */
  readonly instant: boolean;
  /** Minor units. */
  readonly total: number;
  readonly currency: string;
  readonly paying: PaymentChoice;
  /** Null: all at once. */
  readonly plan: PaymentPlan | null;
}

/** What the guest is to pay now, and later; of a request that only keeps the card, all of it later. */
export async function owePayments(app: Casita, tx: Tx, booking: NewBookingToPay): Promise<void> {
  const { bookingId, guestId, instant, total, currency, paying, plan } = booking;
  const keeps = !instant && requestCardFor(app.config.requestCard, app.config.requestHours) === 'save';
  if (keeps || needsCustomer(paying)) await promiseCustomer(tx, guestId);
  const amount = plan?.deposit ?? total;
  const now = { ...wholeOf(bookingId, 0), amount, currency, method: paying.method };
  if (keeps) {
    const at = app.clock.now().toString();
    await insertPayment(tx, {
      ...now,
      method: null,
      capture: 'automatic',
      state: 'scheduled',
      chargeAt: null,
      now: at,
    });
    await oweSetup(app, tx, bookingId, paying.method);
  } else {
    const saveCard = paying.saveCard || plan !== null;
    await oweIntent(app, tx, { ...now, saveCard, capture: instant ? 'automatic' : 'manual' });
  }
  if (plan === null) return;
  const { balance, balanceDueAt: chargeAt } = plan;
  const later = { bookingId, purpose: 'stay', instalment: 0, part: 1, method: keeps ? null : paying.method } as const;
  await chargeLater(app, tx, { ...later, amount: balance, currency, chargeAt });
}
