import fc from 'fast-check';
import { approveBooking, declineBooking } from '../../../../src/api/booking/use-cases/answer-request';
import { cancelBooking, previewCancellation } from '../../../../src/api/booking/use-cases/cancel-booking';
import { placeBooking } from '../../../../src/api/booking/use-cases/place-booking';
import { quoteStay } from '../../../../src/api/booking/use-cases/quote-stay';
import { checkInGuest, reportNoShow } from '../../../../src/api/booking/use-cases/receive-guest';
import { runCalls } from '../../../../src/outbox/run-calls';
import type { Side } from '../../../../src/api/booking/use-cases/act-on-booking';
import { nightOf } from '../../../../src/domain/night';
import type { Outcome } from '../../../../src/domain/refusal';
import { endProposals, endUnpaidAlterations } from '../../../../src/jobs/end-alterations';
import { endHolds, endRequests } from '../../../../src/jobs/end-unpaid';
import { makeOwedCalls } from '../../../../src/jobs/settle-payments';
import type { AccountActor } from '../../../../src/ports';
import { endAlterations } from './alterations';
import { coupon, refusesCoupon } from './coupon-uses';
import { hour, minute, type Model } from './model';
import { nightOfDay, type Real } from './real';
import type { ModelBooking, State } from './shapes';

/** One step: does it for real, and says what the rules say of it. Every step takes a second. */
export interface Step {
  readonly name: string;
  run(model: Model, real: Real): Promise<void>;
}

export const codesOf = (outcome: Outcome<unknown>): Set<string> =>
  new Set(outcome.ok ? [] : outcome.reasons.map(({ code }) => code));

export const step = (name: string, run: Step['run']): Step => ({ name, run });

/** Some booking; four times of five one in which there is something to do, where there is any. */
export const on = (
  name: string,
  index: number,
  ripe: (booking: ModelBooking) => boolean,
  run: (model: Model, real: Real, booking: ModelBooking) => Promise<void>,
) =>
  step(`${name} #${index}`, async (model, real) => {
    const ripeOnes = model.bookings.filter(ripe);
    const from = index % 5 > 0 && ripeOnes.length > 0 ? ripeOnes : model.bookings;
    const booking = from[index % Math.max(1, from.length)];
    if (booking) await run(model, real, booking);
  });

const isIn = (wanted: State) => (booking: ModelBooking) => booking.state === wanted;

export const by = (real: Real, booking: ModelBooking, side: Side) => ({
  actor:
    side === 'staff'
      ? ({ kind: 'staff', adminId: 1, name: 'Staff' } as const)
      : side === 'host'
        ? real.home.host
        : (real.guests[booking.guest] as AccountActor),
  side,
  door: 'rest' as const,
  bookingDocumentId: real.bookings[booking.no]?.documentId ?? '',
  reason: null,
});

interface Stay {
  readonly from: number;
  readonly nights: number;
  readonly guest: number;
  readonly coupon: boolean;
}

const gone = new Set(['night_taken', 'night_closed', 'preparation_night']);

const askQuote = async (
  model: Model,
  real: Real,
  { from, nights, guest, coupon: hasCoupon }: Stay,
): Promise<boolean> => {
  const quoted = await quoteStay(real.app, {
    propertyDocumentId: real.home.documentId,
    request: {
      checkIn: nightOf(nightOfDay(from)),
      checkOut: nightOf(nightOfDay(from + nights)),
      guests: { adults: 2, children: 0, infants: 0, pets: 0 },
    },
    coupon: hasCoupon ? coupon.code : null,
    actor: real.guests[guest] as AccountActor,
  });
  const codes = model.inTheWay(from, from + nights);
  if (hasCoupon) for (const code of refusesCoupon(model, guest)) codes.add(code);
  expect(codesOf(quoted)).toEqual(codes);
  if (!quoted.ok) expect(quoted.kind).toBe([...codes].every((code) => gone.has(code)) ? 'conflict' : 'refused');
  if (quoted.ok) {
    real.tokens.push(quoted.value.token);
    model.quote(from, from + nights, guest, hasCoupon);
  }
  return quoted.ok;
};

const placeQuote = async (model: Model, real: Real, index: number, callsLater: boolean): Promise<void> => {
  const quote = model.quotes[index];
  if (!quote) return;
  const placed = await placeBooking(real.app, {
    actor: real.guests[quote.guest] as AccountActor,
    door: 'rest',
    quote: real.tokens[index] as string,
    message: '',
    idempotencyKey: `${real.sourceId}-${index}`,
  });
  if (quote.madeBooking !== null) {
    expect(placed).toEqual({ ok: true, value: { bookingId: real.bookings[quote.madeBooking]?.id, replay: true } });
    return;
  }
  const codes = model.refusesPlacing(quote);
  expect(codesOf(placed)).toEqual(codes);
  if (!placed.ok) return;
  const [row] = await real.app.db.query<{ document_id: string }>('select document_id from bookings where id = $1', [
    placed.value.bookingId,
  ]);
  real.bookings.push({ id: placed.value.bookingId, documentId: row?.document_id ?? '' });
  model.place(quote);
  if (callsLater) return;
  await runCalls(real.app, placed.value.bookingId);
  model.makeCalls(model.bookings.at(-1) as ModelBooking);
};

const anyStay = {
  from: fc.integer({ min: 0, max: 16 }),
  nights: fc.integer({ min: 1, max: 5 }),
  guest: fc.integer({ min: 0, max: 2 }),
  coupon: fc.constantFrom(false, false, true),
};
const named = ({ from, nights, guest, coupon: hasCoupon }: Stay): string =>
  `${from}+${nights} for ${guest}${hasCoupon ? ' with the coupon' : ''}`;
export const index = fc.nat(30);

export const quoteOnly = fc
  .record(anyStay)
  .map((stay) => step(`quote ${named(stay)}`, async (model, real) => void (await askQuote(model, real, stay))));

export const hold = fc.record({ ...anyStay, callsLater: fc.boolean() }).map(({ callsLater, ...stay }) =>
  step(`hold ${named(stay)}${callsLater ? ' later' : ''}`, async (model, real) => {
    if (await askQuote(model, real, stay)) await placeQuote(model, real, model.quotes.length - 1, callsLater);
  }),
);

/** A stay as most are: held, paid, approved where the host is asked. */
export const sell = fc.record(anyStay).map((stay) =>
  step(`sell ${named(stay)}`, async (model, real) => {
    const before = model.bookings.length;
    if (await askQuote(model, real, stay)) await placeQuote(model, real, model.quotes.length - 1, false);
    const booking = model.bookings[before];
    if (!booking) return;
    real.provider.confirm((await real.intentOf(booking.no)) ?? '', 'good');
    model.confirmCard(booking, true);
    await news(model, real, booking, 1);
    if (model.instant) return;
    expect(codesOf(await approveBooking(real.app, by(real, booking, 'host')))).toEqual(new Set());
    model.approve(booking);
    await runCalls(real.app, real.bookings[booking.no]?.id ?? 0);
    model.makeCalls(booking);
  }),
);

/** A quote that was asked for earlier, or that was booked with already. */
export const placeEarlier = index.map((at) =>
  step(`place quote #${at}`, (model, real) => placeQuote(model, real, at % Math.max(1, model.quotes.length), false)),
);

export const pay = fc
  .record({ at: index, card: fc.constantFrom('good' as const, 'good' as const, 'declined' as const), times: fc.nat(2) })
  .map(({ at, card, times }) =>
    on(
      `pay ${card} news×${times}`,
      at,
      ({ intent }) => intent === 'open',
      async (model, real, booking) => {
        const intent = await real.intentOf(booking.no);
        expect(intent !== null).toBe(booking.intent !== 'none');
        if (intent === null) return;
        expect(real.provider.confirm(intent, card)).toBe(model.confirmCard(booking, card === 'good'));
        if (times > 0) await news(model, real, booking, times);
      },
    ),
  );

const news = async (model: Model, real: Real, booking: ModelBooking, times: number): Promise<void> => {
  await real.deliver(booking.no, times);
  if (booking.intent !== 'none') model.hear(booking);
};

export const deliver = index.map((at) =>
  on(
    'news',
    at,
    ({ intent, known }) => intent !== known,
    (model, real, booking) => news(model, real, booking, 1),
  ),
);

export const cancel = fc.record({ at: index, side: fc.constantFrom('guest', 'host', 'staff') }).map(({ at, side }) =>
  on(
    `cancel by ${side}`,
    at,
    ({ state }) => state !== 'cancelled' && state !== 'expired',
    async (model, real, booking) => {
      const command = by(real, booking, side);
      const preview = await previewCancellation(real.app, command);
      const expectedRefund = preview.ok ? preview.value.refund : null;
      const outcome = await cancelBooking(real.app, { ...command, expectedRefund });
      expect(outcome.ok).toBe(model.mayCancel(booking, side));
      expect(preview.ok).toBe(outcome.ok);
      if (preview.ok && outcome.ok) model.cancel(booking, side, preview.value);
    },
  ),
);

export const approve = index.map((at) =>
  on('approve', at, isIn('requested'), async (model, real, booking) => {
    const outcome = await approveBooking(real.app, by(real, booking, 'host'));
    const refusal = model.refusesApproval(booking);
    expect(codesOf(outcome)).toEqual(new Set(refusal === null ? [] : [refusal]));
    if (outcome.ok) model.approve(booking);
  }),
);

export const decline = index.map((at) =>
  on('decline', at, isIn('requested'), async (model, real, booking) => {
    const outcome = await declineBooking(real.app, by(real, booking, 'host'));
    expect(outcome.ok).toBe(booking.state === 'requested');
    if (outcome.ok) model.decline(booking);
  }),
);

export const arrive = fc
  .record({ at: index, came: fc.boolean(), onTheDay: fc.boolean() })
  .map(({ at, came, onTheDay }) =>
    on(came ? 'check in' : 'no show', at, isIn('confirmed'), async (model, real, booking) => {
      const wait = model.at(booking.from, '16:00') - model.now;
      if (onTheDay && wait > 0 && booking.state === 'confirmed') passTime(model, real, wait);
      const act = came ? checkInGuest : reportNoShow;
      const outcome = await act(real.app, by(real, booking, 'host'));
      const early = came ? model.today() < booking.from : model.now < model.at(booking.from, '15:00');
      expect(outcome.ok).toBe(!early && booking.state === 'confirmed' && booking.known === 'taken');
      if (outcome.ok) model.moveTo(booking, came ? 'checked_in' : 'no_show');
    }),
  );

export const makeCalls = fc.constant(
  step('make the calls', async (model, real) => {
    expect(await makeOwedCalls.run(real.app)).toBe(model.makeAllCalls());
  }),
);

export const expire = fc.constant(
  step('end what is overdue', async (model, real) => {
    expect(await endHolds.run(real.app)).toBe(model.endUnpaid('held'));
    expect(await endRequests.run(real.app)).toBe(model.endUnpaid('requested'));
    expect(await endProposals.run(real.app)).toBe(endAlterations(model, 'proposed'));
    expect(await endUnpaidAlterations.run(real.app)).toBe(endAlterations(model, 'accepted'));
  }),
);

/** The clock alone: what fell due waits for whoever comes first. */
export const wait = fc
  .constantFrom(5, 16, 25 * 60)
  .map((minutes) => step(`wait ${minutes} min`, async (model, real) => passTime(model, real, minutes * minute)));

/** The clock, and every job late. */
export const advance = fc.constantFrom(1, 16 / 60, 25, 3 * 24, 5 * 24).map((hours) =>
  step(`advance ${hours} h`, async (model, real) => {
    passTime(model, real, hours * hour);
    await real.runJobs();
    model.runJobs();
  }),
);

export function passTime(model: Model, real: Real, ms: number): void {
  model.passTime(ms);
  real.clock.ms = model.now;
  real.provider.passTime();
}

export const nothing = fc.constant(step('nothing', async () => undefined));
