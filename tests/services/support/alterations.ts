import {
  acceptAlteration,
  declineAlteration,
  withdrawAlteration,
} from '../../../src/api/alteration/use-cases/answer-alteration';
import { proposeAlteration } from '../../../src/api/alteration/use-cases/propose-alteration';
import { alterationsOfBooking, type AlterationViewRow } from '../../../src/api/alteration/queries/load-alteration';
import { approveBooking } from '../../../src/api/booking/use-cases/answer-request';
import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import type { BookingViewRow } from '../../../src/api/booking/queries/booking-view';
import { runCalls } from '../../../src/outbox/run-calls';
import { nightOf } from '../../../src/domain/night';
import type { Outcome } from '../../../src/domain/refusal';
import type { ListingRecord } from '../../../src/api/property/listing-record';
import type { AccountActor } from '../../../src/ports';
import type { TestCasita } from './casita';
import { book, makeAccount, makeHome, pay, viewOf, type StayWish, type TestHome } from './world';

/** A confirmed stay with both its parties, and what each can do with it. */
export interface PaidStay {
  readonly home: TestHome;
  readonly guest: AccountActor;
  readonly id: number;
  readonly documentId: string;
  /** Days from today at the property, as dates. */
  day(offset: number): string;
}

type Side = 'guest' | 'host';

const dates = (world: TestCasita) => (offset: number) =>
  world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days: offset }).toString();

/** 120.00 a night and 50.00 for cleaning: three nights, from ten days on. */
export async function paidStay(
  world: TestCasita,
  { days = 10, nights = 3, home: changes = {} }: { days?: number; nights?: number; home?: Partial<ListingRecord> } = {},
): Promise<PaidStay> {
  const home = await makeHome(world.app, changes);
  const guest = await makeAccount(world.app);
  const day = dates(world);
  const fixed = new Map<number, string>();
  for (let offset = -2; offset <= 60; offset += 1) fixed.set(offset, day(offset));
  const booking = await book(world.app, home, guest, { checkIn: day(days), checkOut: day(days + nights) });
  await pay(world, booking);
  await world.settle();
  const stay = { home, guest, id: booking.id, documentId: booking.document_id, day: (n: number) => fixed.get(n) ?? '' };
  if (changes.bookingRules?.instantBook === false) return stay;
  const { state } = await viewOf(world.app, booking.id);
  if (state !== 'confirmed') throw new Error(`the booking is ${state}`);
  return stay;
}

export const as = (stay: PaidStay, side: Side, reason: string | null = null) => ({
  actor: side === 'guest' ? stay.guest : stay.home.host,
  side,
  door: 'rest' as const,
  bookingDocumentId: stay.documentId,
  reason,
});

export function propose(world: TestCasita, stay: PaidStay, side: Side, wish: StayWish) {
  const guests = { adults: wish.adults ?? 2, children: wish.children ?? 0, infants: 0, pets: 0 };
  const request = { checkIn: nightOf(wish.checkIn), checkOut: nightOf(wish.checkOut), guests };
  return proposeAlteration(world.app, { ...as(stay, side), request });
}

export const acceptIt = (world: TestCasita, stay: PaidStay, side: Side, n = 1) =>
  acceptAlteration(world.app, { ...as(stay, side), n });
export const declineIt = (world: TestCasita, stay: PaidStay, side: Side, n = 1) =>
  declineAlteration(world.app, { ...as(stay, side), n });
export const withdrawIt = (world: TestCasita, stay: PaidStay, side: Side, n = 1) =>
  withdrawAlteration(world.app, { ...as(stay, side), n });
export const cancelIt = (world: TestCasita, stay: PaidStay, side: Side) =>
  cancelBooking(world.app, { ...as(stay, side), expectedRefund: null });
export const approveIt = (world: TestCasita, stay: PaidStay) => approveBooking(world.app, as(stay, 'host'));

export function sure<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.message} ${JSON.stringify(outcome.reasons)}`);
  return outcome.value;
}

export async function alteration(world: TestCasita, stay: PaidStay, n = 1): Promise<AlterationViewRow> {
  const found = (await alterationsOfBooking(world.app.db, stay.id)).find((row) => row.n === n);
  if (!found) throw new Error(`no alteration ${n}`);
  return found;
}

/** Pays the difference of an accepted alteration, as the guest's app does. */
export async function payDifference(world: TestCasita, stay: PaidStay, n = 1, card = 'pm_card_visa'): Promise<string> {
  await runCalls(world.app, stay.id);
  const { payment } = await alteration(world, stay, n);
  return pay(world, { payment } as unknown as BookingViewRow, card);
}

export async function nightsOf(world: TestCasita, stay: PaidStay): Promise<string[]> {
  const rows = await world.app.db.query<{ night: string }>(
    'select night from stay_night where booking_id = $1 order by night',
    [stay.id],
  );
  return rows.map((row) => row.night);
}

/** The moves of the booking and the steps of its alterations, in order: 'pay', 'accept_alteration 1'. */
export async function trailOf(world: TestCasita, stay: PaidStay): Promise<string[]> {
  const { events } = await viewOf(world.app, stay.id);
  return events.map(({ move, alteration: n }) => (n === null ? move : `${move} ${n}`));
}
