import type { Tx } from '../../../adapters/postgres/sql';
import { refundPaidOutside } from '../../../domain/ledger-refunds';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita, StaffActor } from '../../../ports';
import { actOnBooking } from '../../booking/use-cases/act-on-booking';
import type { BookingRow } from '../../booking/queries/booking-row';
import { lockPayment } from '../../payment/queries/load-payment';
import { postLedger } from '../../payment/queries/post-ledger';
import { lockRefund, type RefundRow } from '../../payment/queries/refunds';
import { bookingOfRefund, insertRefundEnd, refundEnd } from '../queries/refund-ends';
import { owedOfRefund } from '../queries/refunds-by-dispute';
import { sendAgain } from './send-again';
import { tellGuestOfRefund } from './tell-guest';

interface EndCommand {
  readonly actor: StaffActor;
  readonly refundDocumentId: string;
  readonly reason: string;
}

/** `owed` is what is left of it: a bank can have paid a part in a dispute. */
type End = (tx: Tx, booking: BookingRow, refund: RefundRow, owed: number) => Promise<void>;

/** Sends a refund that failed to the card again: a new refund takes its debt over. @returns the booking's row id */
export const retryRefund = (app: Casita, command: EndCommand): Promise<Outcome<number>> =>
  endFailed(app, command, (tx, booking, refund, amount) =>
    sendAgain(app, tx, booking, refund, { amount, by: personOf(app, command) }),
  );

/** Writes down that the guest got a refund that failed another way, such as by bank transfer. @returns the booking's row id */
export const payRefundOutside = (
  app: Casita,
  command: EndCommand & { readonly reference: string },
): Promise<Outcome<number>> =>
  endFailed(app, command, async (tx, booking, refund, amount) => {
    const by = personOf(app, command);
    const { reference } = command;
    const { booking_id: bookingId, currency } = refund;
    await insertRefundEnd(tx, refund.id, { kind: 'paid_outside', reference }, by);
    const about = { source: 'casita', externalId: `refund-${refund.id}`, bookingId } as const;
    await postLedger(tx, refundPaidOutside({ amount, currency }), { ...about, ...by });
    await tellGuestOfRefund(app, tx, booking, { kind: 'paid_outside', amount, reference });
  });

const personOf = (app: Casita, { actor, reason }: EndCommand) => ({
  madeBy: actor.adminId,
  madeByName: actor.name,
  reason,
  at: app.clock.now().toString(),
});

/** Property, booking, payment and refund are locked, in that order: a refund that failed ends once, and one way. */
async function endFailed(app: Casita, command: EndCommand, end: End): Promise<Outcome<number>> {
  const place = await bookingOfRefund(app.db, command.refundDocumentId);
  if (!place) return noSuchRefund();
  const staff = { ...command, bookingDocumentId: place.booking_document_id, side: 'staff', door: 'admin' } as const;
  return actOnBooking(app, staff, async (tx, booking) => {
    await lockPayment(tx, place.payment_id);
    const refund = await lockRefund(tx, place.refund_id);
    if (!refund) return noSuchRefund();
    const ended = await refundEnd(tx, refund.id);
    if (refund.state !== 'failed' || ended !== null)
      return refuse('conflict', 'This refund does not wait for a decision', [
        { code: ended === null ? 'not_failed' : 'already_ended', field: 'id', value: ended ?? refund.state },
      ]);
    await end(tx, booking, refund, await owedOfRefund(tx, refund.id));
    return accept(booking.id);
  });
}

const noSuchRefund = () => refuse('not_found', 'No such refund', [{ code: 'not_found', field: 'id' }]);
