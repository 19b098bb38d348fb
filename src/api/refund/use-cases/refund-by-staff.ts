import type { Tx } from '../../../adapters/postgres/sql';
import type { RefundBearer } from '../../../domain/ledger-refunds';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { decideStaffRefund } from '../../../domain/staff-refund';
import { leftOf, spreadRefund } from '../../../domain/refund-spread';
import type { Casita, StaffActor } from '../../../ports';
import { actOnBooking } from '../../booking/use-cases/act-on-booking';
import type { BookingRow } from '../../booking/queries/booking-row';
import { refuseDisputedRefund } from '../../dispute/use-cases/refuse-disputed-refund';
import { lockLivePayments } from '../../payment/queries/load-payment';
import type { PaymentRow } from '../../payment/queries/payment-row';
import { oweRefund, type BorneRefund } from '../../payment/use-cases/owe-calls';
import { decidedOfBooking, insertDecisionParts, insertRefundDecision } from '../queries/refund-decisions';
import { tellGuestOfRefund } from './tell-guest';

export interface StaffRefundCommand {
  readonly actor: StaffActor;
  readonly bookingDocumentId: string;
  /** Minor units of the booking's currency. */
  readonly amount: number;
  readonly bearer: RefundBearer;
  /** The guest is told it. */
  readonly reason: string;
  /** What staff saw that could still go back. */
  readonly expectedRefundable: number;
  /** The most that this member of staff may give back of a booking in a currency; null: no limit. */
  readonly limitIn: (currency: string) => number | null;
  readonly idempotencyKey: string | null;
}

/**
 * Staff give back a part of what a guest paid, whatever the policy says: decision, refunds, postings and calls commit together.
 * @returns the booking's row id
 */
export async function refundByStaff(app: Casita, command: StaffRefundCommand): Promise<Outcome<number>> {
  const { amount, bearer, reason, expectedRefundable } = command;
  return actOnBooking<number>(
    app,
    { ...command, side: 'staff', door: 'admin' },
    (tx, booking) => refundLocked(app, tx, booking, command),
    {
      key: command.idempotencyKey,
      operation: 'refundByStaff',
      asked: [command.bookingDocumentId, amount, bearer, reason, expectedRefundable],
      idOf: (bookingId) => bookingId,
      again: async (_tx, bookingId) => bookingId,
    },
  );
}

async function refundLocked(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  command: StaffRefundCommand,
): Promise<Outcome<number>> {
  const payments = (await lockLivePayments(tx, booking.id)).filter((payment) => payment.state === 'captured');
  if (payments.length === 0)
    return refuse('conflict', 'Nothing was taken of this booking', [{ code: 'nothing_captured', field: 'id' }]);
  const decided = decideStaffRefund(
    { ...command, currency: booking.currency },
    {
      refundable: payments.reduce((sum, payment) => sum + leftOf(payment), 0),
      decided: await decidedOfBooking(tx, booking.id),
      limit: command.limitIn(booking.currency),
    },
  );
  if (!decided.ok) return decided;
  const disputed = await refuseDisputedRefund(tx, booking.id, command.amount);
  if (disputed) return disputed;
  await writeDecision(app, tx, booking, payments, command);
  await tellGuestOfRefund(app, tx, booking, { kind: 'decided', amount: command.amount, reason: command.reason });
  return accept(booking.id);
}

async function writeDecision(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  payments: readonly PaymentRow[],
  { actor, amount, bearer, reason }: StaffRefundCommand,
): Promise<void> {
  const decisionId = await insertRefundDecision(tx, {
    ...{ bookingId: booking.id, amount, currency: booking.currency, bearer, reason },
    ...{ madeBy: actor.adminId, madeByName: actor.name, at: app.clock.now().toString() },
  });
  const borne: BorneRefund | null =
    bearer === 'policy' ? null : { bearer, hostId: booking.host_id, madeBy: actor.adminId };
  const refundIds: number[] = [];
  for (const part of spreadRefund(payments, amount))
    refundIds.push(await oweRefund(app, tx, part.payment, part.amount, reason, borne));
  await insertDecisionParts(tx, decisionId, refundIds);
}
