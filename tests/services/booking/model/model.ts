/**
 * Bookings of one home as the rules say them, in memory and one after another: no lock, no transaction, no SQL. Nights are days after
 * `firstDay`, instants are milliseconds. Written apart from src/domain on purpose; it shares nothing with it but names.
 */
import { Temporal } from 'temporal-polyfill';
import { awaitsDifference, endAlterationBefore, endAlterations, hearAlteration, openAlteration } from './alterations';
import { giveUseBack, mayTakeUseAgain, priceOf, refusesCoupon, takeUseAgain } from './coupon-uses';
import type { Call, Intent, ModelBooking, ModelPayment, ModelQuote, State } from './shapes';

export const firstDay = Temporal.PlainDate.from('2027-03-20');
export const zone = 'Europe/Lisbon';
export const startsAt = Temporal.Instant.from('2027-03-18T12:00:00Z').epochMilliseconds;
export const minute = 60_000;
export const hour = 60 * minute;
const holdMs = 15 * minute;
const requestMs = 24 * hour;
const quoteMs = 30 * minute;
const authorisedMs = 7 * 24 * hour;
const captureMarginMs = 12 * hour;

export class Model {
  now = startsAt;
  price = 10_000;
  readonly hostClosed = new Set<number>();
  readonly importClosed = new Set<number>();
  readonly bookings: ModelBooking[] = [];
  readonly quotes: ModelQuote[] = [];
  private count = 0;

  constructor(
    readonly instant: boolean,
    readonly preparationNights: number,
  ) {}

  next = (): number => (this.count += 1);

  /** day → the booking that owns its night: its own, and those of an alteration that waits for its money. */
  taken(except: ModelBooking | null = null): Map<number, number> {
    const taken = new Map<number, number>();
    for (const booking of this.bookings) {
      if (booking === except || ['cancelled', 'declined', 'expired'].includes(booking.state)) continue;
      const open = openAlteration(booking);
      for (const { from, to } of open?.state === 'accepted' ? [booking, open] : [booking])
        for (let day = from; day < to; day += 1) taken.set(day, booking.no);
    }
    return taken;
  }

  /** Codes of all that stands in the way of a stay. `own`: the booking that is to be altered to it, which has what it has. */
  inTheWay(from: number, to: number, own: ModelBooking | null = null): Set<string> {
    const codes = new Set<string>();
    const taken = this.taken(own);
    for (let day = from; day < to; day += 1) {
      const isOwn = own !== null && own.from <= day && day < own.to;
      if (!isOwn && (this.hostClosed.has(day) || this.importClosed.has(day))) codes.add('night_closed');
      if (taken.has(day)) codes.add('night_taken');
      else if (this.isPreparation(day, taken)) codes.add('preparation_night');
    }
    if (from < this.today() && from !== own?.from) codes.add('in_the_past');
    return codes;
  }

  private isPreparation(day: number, taken: Map<number, number>): boolean {
    for (let far = 1; far <= this.preparationNights; far += 1)
      if (taken.has(day - far) || taken.has(day + far)) return true;
    return false;
  }

  today(): number {
    const date = Temporal.Instant.fromEpochMilliseconds(this.now).toZonedDateTimeISO(zone).toPlainDate();
    return firstDay.until(date).days;
  }

  quote(from: number, to: number, guest: number, coupon: boolean): void {
    this.quotes.push({ from, to, guest, coupon, price: this.price, until: this.now + quoteMs, madeBooking: null });
  }

  /** What placing a booking with this quote comes to: a code that refuses, or null. */
  refusesPlacing(quote: ModelQuote): ReadonlySet<string> {
    if (this.now > quote.until) return new Set(['quote_expired']);
    const codes = this.inTheWay(quote.from, quote.to);
    if (codes.size > 0) return codes;
    const coupon = quote.coupon ? refusesCoupon(this, quote.guest) : codes;
    return coupon.size > 0 ? coupon : new Set(quote.price === this.price ? [] : ['quote_stale']);
  }

  place(quote: ModelQuote): void {
    const booking: ModelBooking = {
      no: this.bookings.length,
      guest: quote.guest,
      from: quote.from,
      to: quote.to,
      adults: 2,
      total: priceOf(quote.to - quote.from, quote.price, quote.coupon),
      couponUse: quote.coupon ? 'used' : null,
      alterations: [],
      instant: this.instant,
      holdUntil: this.now + holdMs,
      state: 'held',
      requestUntil: null,
      intent: 'none',
      authorisedUntil: null,
      known: 'none',
      refundOwed: 0,
      heardAs: this.next(),
      owed: [],
      asked: new Set(),
    };
    this.bookings.push(booking);
    quote.madeBooking = booking.no;
    this.owe(booking, 'create');
  }

  /** Each refund is a call of its own; the others are asked for once. */
  owe(booking: ModelBooking, call: Call, payment: ModelPayment = booking): void {
    if (call !== 'refund' && payment.asked.has(call)) return;
    payment.asked.add(call);
    booking.owed.push({ call, no: this.next(), payment });
  }

  confirmCard(booking: ModelBooking, good: boolean): string {
    if (booking.intent !== 'open') return 'payment_intent_unexpected_state';
    if (!good) return 'card_declined';
    booking.intent = booking.instant ? 'taken' : 'authorised';
    if (!booking.instant) booking.authorisedUntil = this.now + authorisedMs;
    return booking.instant ? 'succeeded' : 'requires_capture';
  }

  /** Calls of one booking, in order, until none is left. */
  makeCalls(booking: ModelBooking): void {
    for (let owed = booking.owed.shift(); owed; owed = booking.owed.shift()) {
      const { call, payment } = owed;
      if (call === 'create') payment.intent = 'open';
      if (call === 'capture' && payment.intent === 'authorised') payment.intent = 'taken';
      if (call === 'cancel' && (payment.intent === 'open' || payment.intent === 'authorised'))
        payment.intent = 'cancelled';
      // The provider's answer, or the truth fetched where it refused.
      if (call !== 'refund') this.hearOf(booking, payment);
    }
  }

  makeAllCalls(): number {
    const due = this.bookings.filter((booking) => booking.owed.length > 0);
    due.sort((a, b) => (a.owed[0]?.no ?? 0) - (b.owed[0]?.no ?? 0));
    for (const booking of due) this.makeCalls(booking);
    return due.length;
  }

  /** News of a payment: only what is further along than what was known counts. */
  isNews(payment: ModelPayment): boolean {
    payment.heardAs = this.next();
    const order: Intent[] = ['none', 'open', 'authorised', 'taken'];
    const over = payment.known === 'taken' || payment.known === 'cancelled';
    if (over || (payment.intent !== 'cancelled' && order.indexOf(payment.intent) <= order.indexOf(payment.known)))
      return false;
    payment.known = payment.intent;
    return true;
  }

  hearOf(booking: ModelBooking, payment: ModelPayment): void {
    if (payment === booking) this.hear(booking);
    else hearAlteration(this, booking, payment);
  }

  hear(booking: ModelBooking): void {
    if (!this.isNews(booking)) return;
    const { state } = booking;
    if (booking.intent === 'authorised') {
      if (state === 'held') this.request(booking);
      else if (state !== 'requested' && state !== 'confirmed') this.owe(booking, 'cancel');
    }
    if (booking.intent === 'taken') {
      if (state === 'held') booking.state = 'confirmed';
      const free =
        state === 'expired' && this.inTheWay(booking.from, booking.to).size === 0 && mayTakeUseAgain(this, booking);
      if (free) {
        booking.state = 'confirmed';
        takeUseAgain(booking);
      }
      const back = (state === 'cancelled' && booking.refundOwed > 0) || state === 'declined';
      if (back || (state === 'expired' && !free)) this.owe(booking, 'refund');
    }
    if (booking.intent === 'cancelled') {
      if (state === 'held' || state === 'requested' || state === 'confirmed') giveUseBack(booking);
      if (state === 'held' || state === 'requested') booking.state = 'expired';
      if (state === 'confirmed') booking.state = 'cancelled';
    }
  }

  private request(booking: ModelBooking): void {
    booking.state = 'requested';
    booking.requestUntil = Math.min(this.now + requestMs, (booking.authorisedUntil ?? Infinity) - captureMarginMs);
  }

  /** A move of a stay that stands: what was open to be altered of it ends first, where it has lost its sense. */
  moveTo(booking: ModelBooking, state: State): void {
    endAlterationBefore(this, booking, state);
    booking.state = state;
  }

  private letGo(booking: ModelBooking): void {
    giveUseBack(booking);
    this.owe(booking, booking.known === 'taken' ? 'refund' : 'cancel');
  }

  /** Whether this party may cancel a booking in this state. */
  mayCancel(booking: ModelBooking, side: 'guest' | 'host' | 'staff'): boolean {
    const states: State[] =
      side === 'host' ? ['confirmed', 'checked_in'] : ['held', 'requested', 'confirmed', 'checked_in'];
    return states.includes(booking.state);
  }

  /** @param refund what the preview said goes back; `paid` is all of it */
  cancel(
    booking: ModelBooking,
    side: string,
    { refund, paid }: { readonly refund: number; readonly paid: number },
  ): void {
    // Money that an approval is about to take is taken all the same where the host keeps some of it.
    const isAwaited = booking.asked.has('capture') && booking.known === 'authorised' && refund < paid;
    if (side !== 'guest' || booking.state === 'held' || booking.state === 'requested') giveUseBack(booking);
    this.moveTo(booking, 'cancelled');
    booking.refundOwed = refund;
    if (booking.known !== 'taken' && !isAwaited) this.owe(booking, 'cancel');
    if (booking.known === 'taken' && refund > 0) this.owe(booking, 'refund');
  }

  /** Null: approved. */
  refusesApproval(booking: ModelBooking): string | null {
    if (booking.state !== 'requested') return 'move_not_allowed';
    return this.now > (booking.requestUntil ?? 0) ? 'request_expired' : null;
  }

  approve(booking: ModelBooking): void {
    booking.state = 'confirmed';
    this.owe(booking, 'capture');
  }

  decline(booking: ModelBooking): void {
    booking.state = 'declined';
    this.letGo(booking);
  }

  at(day: number, time: string): number {
    const date = firstDay.add({ days: day });
    return date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
  }

  endUnpaid(state: 'held' | 'requested'): number {
    const until = (booking: ModelBooking) =>
      state === 'held' ? booking.holdUntil : (booking.requestUntil ?? Infinity);
    const due = this.bookings.filter((booking) => booking.state === state && until(booking) < this.now);
    for (const booking of due.sort((a, b) => until(a) - until(b))) {
      booking.state = 'expired';
      this.letGo(booking);
    }
    return due.length;
  }

  private completeStays(): number {
    const open = this.bookings.filter(({ state }) => state === 'confirmed' || state === 'checked_in');
    const isDue = (one: ModelBooking) =>
      one.known === 'taken' && !awaitsDifference(one) && this.at(one.to, '11:00') <= this.now;
    const due = open.filter(isDue);
    for (const booking of due.sort((a, b) => a.to - b.to)) this.moveTo(booking, 'completed');
    return due.length;
  }

  /** Asks after every payment whose end is open; news of it are not work that others wait for. */
  private reconcile(askedBefore: number): void {
    const all = this.bookings.flatMap((booking) => {
      const differences = booking.alterations.flatMap(({ payment }) => payment ?? []);
      return [booking, ...differences].map((payment) => ({ booking, payment }));
    });
    const open = all.filter(
      ({ payment: { known, intent, heardAs } }) =>
        known !== 'taken' && known !== 'cancelled' && intent !== 'none' && heardAs < askedBefore,
    );
    open.sort((a, b) => a.payment.heardAs - b.payment.heardAs);
    for (const { booking, payment } of open) this.hearOf(booking, payment);
  }

  /** All that time brings about, as the jobs do it: round after round until none finds anything. */
  runJobs(): void {
    const before = this.next();
    for (let done = 1; done > 0;) {
      done = this.makeAllCalls() + this.endUnpaid('held') + this.endUnpaid('requested');
      done += endAlterations(this, 'proposed') + endAlterations(this, 'accepted') + this.completeStays();
      this.reconcile(before);
    }
  }

  passTime(ms: number): void {
    this.now += ms;
    for (const booking of this.bookings) {
      const over = booking.authorisedUntil !== null && booking.authorisedUntil <= this.now;
      if (over && booking.intent === 'authorised') booking.intent = 'cancelled';
    }
  }
}
