import type { Tx } from '../../../adapters/postgres/sql';
import { balanceEffects } from '../../../domain/payment-progress';
import type { Casita, ProviderIntent } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { planRelease } from '../../payout/use-cases/plan-release';
import type { PaymentRow } from '../queries/payment-row';
import { renewPayment } from './charge-later';
import { giveBack, giveBackBeyondKept } from './give-back';
import { oweCancel } from './owe-calls';
import { recordIntent } from './record-intent';

/** The balance of a booking that was paid in parts: it is recorded, or goes back where the booking is over. All is locked. */
export async function applyBalanceIntent(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  payment: PaymentRow,
  intent: ProviderIntent,
): Promise<void> {
  const effects = balanceEffects({ payment: payment.state, booking: booking.state, intent: intent.status });
  const now = await recordIntent(app, tx, payment, effects.payment, intent);
  if (effects.payment === 'captured') await planRelease(app, tx, booking.id);
  switch (effects.owe) {
    case null:
      return;
    case 'full_refund':
      return giveBack(app, tx, [now], now.captured_amount, 'The booking was over when the money came');
    case 'cancellation_refund':
      return giveBackBeyondKept(app, tx, booking, 'Cancelled before the money came');
    case 'cancel_intent':
      return oweCancel(app, tx, now);
    case 'renew':
      return renewPayment(app, tx, payment);
    default:
      return effects.owe satisfies never;
  }
}
