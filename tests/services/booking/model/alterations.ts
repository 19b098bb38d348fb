/** Alterations of a booking as the rules say them, in memory: proposed, answered, paid, applied or ended. */
import { priceOf } from './coupon-uses';
import type { Model } from './model';
import type { AlterationState, ModelAlteration, ModelBooking, ModelPayment, Party, State, Wish } from './shapes';

const answerMs = 24 * 60 * 60_000;
const payMs = 24 * 60 * 60_000;
const payAtLeastMs = 15 * 60_000;
const alterable: readonly State[] = ['confirmed', 'checked_in'];

export const openAlteration = (booking: ModelBooking): ModelAlteration | undefined =>
  booking.alterations.find(({ state }) => state === 'proposed' || state === 'accepted');

export const awaitsDifference = (booking: ModelBooking): boolean => openAlteration(booking)?.state === 'accepted';

const only = (...codes: string[]): ReadonlySet<string> => new Set(codes);

/** All that speaks against the stay as it would be. */
function against(model: Model, booking: ModelBooking, wish: Wish): ReadonlySet<string> {
  const codes = model.inTheWay(wish.from, wish.to, booking);
  if (booking.state === 'checked_in' && wish.from !== booking.from) codes.add('already_arrived');
  if (wish.to < model.today()) codes.add('in_the_past');
  return codes;
}

/** Never later than the check-out as it is, or a check-in that would be another. */
const deadline = (model: Model, booking: ModelBooking, { from }: Wish, ms: number): number =>
  Math.min(model.now + ms, model.at(booking.to, '11:00'), from === booking.from ? Infinity : model.at(from, '15:00'));

/** A day, but not past the moment at which the money changes what happens at the door; and never less than a hold. */
function payUntil(model: Model, booking: ModelBooking, { from, to }: Wish): number {
  const arrival = model.at(booking.from, '15:00');
  const departure = model.at(booking.to, '11:00');
  const before = from < booking.from ? from : to > booking.to ? Math.max(from, booking.to) : null;
  const unchanged = arrival > model.now ? arrival : departure;
  const longer = before !== null && Math.min(model.at(before, '15:00'), from === booking.from ? departure : arrival);
  return Math.max(model.now + payAtLeastMs, Math.min(model.now + payMs, longer === false ? unchanged : longer));
}

export function refusesProposal(model: Model, booking: ModelBooking, side: Party, wish: Wish): ReadonlySet<string> {
  if (!alterable.includes(booking.state)) return only('not_alterable');
  if (booking.known !== 'taken') return only('payment_open');
  const open = openAlteration(booking);
  if (open && (open.proposer !== side || open.state === 'accepted')) return only('alteration_open');
  const isSame = wish.from === booking.from && wish.to === booking.to && wish.adults === booking.adults;
  if (isSame) return only('nothing_changes');
  const codes = against(model, booking, wish);
  if (codes.size > 0) return codes;
  return deadline(model, booking, wish, answerMs) <= model.now ? only('too_late') : only();
}

export function propose(model: Model, booking: ModelBooking, side: Party, wish: Wish): ModelAlteration {
  const open = openAlteration(booking);
  if (open) open.state = 'withdrawn';
  const total = priceOf(wish.to - wish.from, model.price, booking.couponUse !== null);
  const alteration: ModelAlteration = {
    ...wish,
    n: booking.alterations.length + 1,
    proposer: side,
    price: model.price,
    total,
    difference: total - booking.total,
    answerUntil: deadline(model, booking, wish, answerMs),
    state: 'proposed',
    payUntil: Infinity,
    payment: null,
  };
  booking.alterations.push(alteration);
  return alteration;
}

export type Answer = 'accept' | 'decline' | 'withdraw';

export function refusesAnswer(
  model: Model,
  booking: ModelBooking,
  alteration: ModelAlteration,
  side: Party,
  answer: Answer,
): ReadonlySet<string> {
  if ((alteration.proposer === side) !== (answer === 'withdraw')) return only('move_not_yours');
  if (alteration.state !== 'proposed') return only('move_not_allowed');
  if (answer !== 'accept') return only();
  if (model.now > alteration.answerUntil) return only('alteration_expired');
  const codes = against(model, booking, alteration);
  return codes.size > 0 || alteration.price === model.price ? codes : only('alteration_stale');
}

export function accept(model: Model, booking: ModelBooking, alteration: ModelAlteration): void {
  if (alteration.difference <= 0) return apply(model, booking, alteration);
  alteration.state = 'accepted';
  alteration.payUntil = payUntil(model, booking, alteration);
  alteration.payment = { intent: 'none', known: 'none', heardAs: model.next(), asked: new Set() };
  model.owe(booking, 'create', alteration.payment);
}

function apply(model: Model, booking: ModelBooking, alteration: ModelAlteration): void {
  const { from, to, adults, total } = alteration;
  alteration.state = 'applied';
  Object.assign(booking, { from, to, adults, total });
  if (alteration.difference < 0) model.owe(booking, 'refund');
}

function end(model: Model, booking: ModelBooking, alteration: ModelAlteration, as: AlterationState): void {
  alteration.state = as;
  const { payment } = alteration;
  if (payment && payment.known !== 'taken' && payment.known !== 'cancelled') model.owe(booking, 'cancel', payment);
}

/** A stay that is over has nothing to alter, and a guest who has arrived does not arrive on another day. */
export function endAlterationBefore(model: Model, booking: ModelBooking, to: State): void {
  const open = openAlteration(booking);
  if (!open || (to === 'checked_in' && open.from === booking.from)) return;
  end(model, booking, open, 'cancelled');
}

/** Those that nobody answered, or nobody paid, in time. @returns how many */
export function endAlterations(model: Model, state: 'proposed' | 'accepted'): number {
  const until = (one: ModelAlteration) => (state === 'proposed' ? one.answerUntil : one.payUntil);
  const due = model.bookings.flatMap((booking) => {
    const open = openAlteration(booking);
    return open?.state === state && until(open) < model.now ? [{ booking, open }] : [];
  });
  due.sort((a, b) => until(a.open) - until(b.open));
  for (const { booking, open } of due) end(model, booking, open, 'expired');
  return due.length;
}

/** The difference: with the money the alteration is applied, or the money goes back. */
export function hearAlteration(model: Model, booking: ModelBooking, payment: ModelPayment): void {
  const alteration = booking.alterations.find((one) => one.payment === payment);
  if (!alteration || !model.isNews(payment) || payment.known !== 'taken') return;
  if (alteration.state === 'accepted') apply(model, booking, alteration);
  else model.owe(booking, 'refund');
}

/** The guest's app confirms the difference with a card. @returns what the provider says */
export function confirmDifference(payment: ModelPayment, good: boolean): string {
  if (payment.intent !== 'open') return 'payment_intent_unexpected_state';
  if (!good) return 'card_declined';
  payment.intent = 'taken';
  return 'succeeded';
}
