import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { approveBooking, declineBooking } from '../../../../src/api/booking/use-cases/answer-request';
import { cancelBooking } from '../../../../src/api/booking/use-cases/cancel-booking';
import { placeBooking } from '../../../../src/api/booking/use-cases/place-booking';
import { refundByStaff } from '../../../../src/api/refund/use-cases/refund-by-staff';
import type { BookingViewRow } from '../../../../src/api/booking/queries/booking-view';
import { runCalls } from '../../../../src/outbox/run-calls';
import type { AccountActor, StaffActor } from '../../../../src/ports';
import { acceptIt, alteration, propose, type PaidStay } from '../../support/alterations';
import type { TestCasita } from '../../support/casita';
import { dispute, decideIt } from '../../support/disputes';
import { pay, quote, viewOf, type TestHome } from '../../support/world';
import { perhaps } from './weather';

/** What becomes of a booking, from its guest's first wish to whatever ends it. */
export const lives = [
  'stays',
  'stays',
  'stays',
  'guest cancels',
  'guest cancels',
  'host cancels',
  'staff cancel',
  'longer',
  'shorter',
  'staff give back',
  'disputed and won',
  'disputed and lost',
  'declined card first',
  'never paid',
  'paid late',
  'paid late, nights sold',
  'request approved',
  'request approved',
  'request approved, guest cancels',
  'request declined',
  'request unanswered',
  'request withdrawn',
] as const;
export type Life = (typeof lives)[number];

export const isRequest = (life: Life): boolean => life.startsWith('request');
/** Whose money comes when its hold has ended. */
export const isLate = (life: Life): boolean => life.startsWith('paid late');

export interface Lived {
  readonly life: Life;
  readonly home: TestHome;
  readonly guest: AccountActor;
  /** Days from today of the check-in; the stay is two nights, and the two after it are free. */
  readonly day: number;
  stay: PaidStay;
}

const staff: StaffActor = { kind: 'staff', adminId: 1, name: 'Vera' };

/** Books, and pays where the guest pays in time. */
export async function begin(world: TestCasita, lived: Lived): Promise<void> {
  const { app } = world;
  const day = dayOf(world);
  const wish = { checkIn: day(lived.day), checkOut: day(lived.day + 2) };
  const token = await quote(app, lived.home, lived.guest, wish);
  const command = {
    actor: lived.guest,
    door: 'rest',
    quote: token,
    message: '',
    idempotencyKey: randomUUID(),
  } as const;
  const placed = await placeBooking(app, command);
  if (!placed.ok) throw new Error(JSON.stringify(placed.reasons));
  const id = placed.value.bookingId;
  await runCalls(app, id);
  const { document_id: documentId } = await viewOf(app, id);
  lived.stay = { home: lived.home, guest: lived.guest, id, documentId, day: (offset) => day(lived.day + offset) };
  if (lived.life === 'never paid' || isLate(lived.life)) return;
  if (lived.life === 'declined card first') await payIt(world, lived.stay, 'pm_card_visa_chargeDeclined');
  await payIt(world, lived.stay);
}

const dayOf = (world: TestCasita) => {
  const today = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate();
  return (offset: number): string => today.add({ days: offset }).toString();
};

const WAIT_MS = 200;
const WAITS_MAX = 300;

/** The guest's app waits for the client secret, and confirms; it may never learn what came of it. */
export async function payIt(world: TestCasita, stay: PaidStay, card = 'pm_card_visa'): Promise<void> {
  for (let turn = 0; turn < WAITS_MAX; turn += 1) {
    const booking = await viewOf(world.app, stay.id);
    if (booking.payment?.clientSecret) return void (await perhaps(pay(world, booking, card)));
    await sleep(WAIT_MS);
    await runCalls(world.app, stay.id);
  }
  throw new Error(`booking ${stay.id} has nothing to pay with`);
}

/** What happens to it once it is paid. A refusal is an answer too: the booking may not have heard of its money yet. */
export async function goOn(world: TestCasita, { life, stay }: Lived): Promise<void> {
  const as = (side: 'guest' | 'host' | 'staff') => ({
    actor: side === 'staff' ? staff : side === 'guest' ? stay.guest : stay.home.host,
    ...{ side, door: 'rest' as const, bookingDocumentId: stay.documentId, reason: null },
  });
  const cancel = (side: 'guest' | 'host' | 'staff') => cancelBooking(world.app, { ...as(side), expectedRefund: null });
  switch (life) {
    case 'guest cancels':
    case 'request withdrawn':
      return void (await cancel('guest'));
    case 'host cancels':
      return void (await cancel('host'));
    case 'staff cancel':
      return void (await cancel('staff'));
    case 'request approved':
      return void (await approveBooking(world.app, as('host')));
    case 'request approved, guest cancels':
      await approveBooking(world.app, as('host'));
      return void (await cancel('guest'));
    case 'request declined':
      return void (await declineBooking(world.app, as('host')));
    case 'longer':
      return alter(world, stay, 3);
    case 'shorter':
      return alter(world, stay, 1);
    case 'staff give back':
      return giveBack(world, stay);
    case 'disputed and won':
    case 'disputed and lost':
      return disputed(world, stay, life === 'disputed and won' ? 'win' : 'lose');
    default:
      return;
  }
}

async function alter(world: TestCasita, stay: PaidStay, nights: number): Promise<void> {
  const proposed = await propose(world, stay, 'guest', { checkIn: stay.day(0), checkOut: stay.day(nights) });
  if (!proposed.ok || !(await acceptIt(world, stay, 'host')).ok) return;
  for (let turn = 0; turn < WAITS_MAX; turn += 1) {
    const { payment, state } = await alteration(world, stay);
    if (state !== 'accepted') return;
    if (payment?.clientSecret) return void (await perhaps(pay(world, { payment } as unknown as BookingViewRow)));
    await sleep(WAIT_MS);
    await runCalls(world.app, stay.id);
  }
}

async function giveBack(world: TestCasita, stay: PaidStay): Promise<void> {
  const { payment } = await viewOf(world.app, stay.id);
  const left = (payment?.capturedAmount ?? 0) - (payment?.refundedAmount ?? 0);
  await refundByStaff(world.app, {
    ...{ actor: staff, bookingDocumentId: stay.documentId, amount: 1_234, bearer: 'marketplace' as const },
    ...{ reason: 'No hot water', expectedRefundable: left, limitIn: () => null, idempotencyKey: randomUUID() },
  });
}

async function disputed(world: TestCasita, stay: PaidStay, outcome: 'win' | 'lose'): Promise<void> {
  const { payment } = await viewOf(world.app, stay.id);
  if (payment?.state !== 'captured') return;
  const id = await perhaps(dispute(world, stay));
  if (id !== null) await perhaps(decideIt(world, id, outcome));
}
