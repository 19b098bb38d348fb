import type { Tx } from '../../../adapters/postgres/sql';
import { alterationPaymentEffects } from '../../../domain/payment-progress';
import type { Casita, Door, ProviderIntent } from '../../../ports';
import { lockAlteration } from '../../alteration/queries/load-alteration';
import { applyAlteration } from '../../alteration/use-cases/apply-alteration';
import { endAlteration } from '../../alteration/use-cases/end-alteration';
import type { BookingRow } from '../../booking/queries/booking-row';
import { machine } from '../../booking/use-cases/mover';
import type { PaymentRow } from '../queries/payment-row';
import { giveBack } from './give-back';
import { oweCancel } from './owe-calls';
import { recordIntent } from './record-intent';

/**
 * The difference of an alteration: it is applied with its money, or the money goes back. Property, booking and payment are locked.
 */
export async function applyAlterationIntent(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  payment: PaymentRow,
  intent: ProviderIntent,
  door: Door,
): Promise<void> {
  const alteration = await lockAlteration(tx, booking.id, payment.instalment);
  if (!alteration) throw new Error(`payment ${payment.id} is of alteration ${payment.instalment}, which is not there`);
  const { state } = alteration;
  const effects = alterationPaymentEffects({ payment: payment.state, alteration: state, intent: intent.status });
  const now = await recordIntent(app, tx, payment, effects.payment, intent);
  if (effects.move === 'apply') await applyAlteration(app, tx, booking, alteration, machine('payment', door));
  if (effects.move === 'expire') {
    const mover = machine('payment', door, 'The payment was cancelled');
    await endAlteration(app, tx, booking, alteration, 'expire', mover, app.clock.now());
  }
  if (effects.owe === 'full_refund') {
    await giveBack(app, tx, [now], now.captured_amount, `Alteration ${alteration.n} was over when the money came`);
  }
  if (effects.owe === 'cancel_intent') await oweCancel(app, tx, now);
}
