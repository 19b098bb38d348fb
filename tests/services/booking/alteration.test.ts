import { reportNoShow, checkInGuest } from '../../../src/api/booking/use-cases/receive-guest';
import { previewCancellation } from '../../../src/api/booking/use-cases/cancel-booking';
import { viewBooking } from '../../../src/api/booking/use-cases/view-booking';
import { viewAlteration } from '../../../src/api/alteration/use-cases/view-alteration';
import {
  acceptIt,
  alteration,
  as,
  cancelIt,
  declineIt,
  nightsOf,
  paidStay,
  payDifference,
  propose,
  sure,
  trailOf,
  withdrawIt,
} from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { book, makeAccount, viewOf } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterEach(() => world.checkInvariants());
afterAll(() => world.close());

/** 3 nights of 120 and 50 for cleaning. */
const booked = 41_000;

describe('a proposal', () => {
  it('shows the price before and after, the difference and the deadline, and changes nothing', async () => {
    const stay = await paidStay(world);
    expect(sure(await propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(14) }))).toMatchObject({
      bookingId: stay.id,
      n: 1,
    });
    const row = await alteration(world, stay);
    const seen = viewAlteration(row, 'guest');
    expect(seen).toMatchObject({
      state: 'proposed',
      before: { checkIn: stay.day(10), checkOut: stay.day(13), total: { amount: booked, currency: 'EUR' } },
      after: { total: { amount: 53_000, currency: 'EUR' } },
      difference: { amount: 12_000, currency: 'EUR' },
      hostPayout: null,
      payment: null,
    });
    expect(seen.before.lines.reduce((sum, line) => sum + line.amount, 0)).toBe(booked);
    expect(seen.after.lines.reduce((sum, line) => sum + line.amount, 0)).toBe(53_000);
    expect(viewAlteration(row, 'host').hostPayout).toEqual({ amount: row.quote.hostPayout, currency: 'EUR' });
    expect(row.expires_at.getTime() - row.proposed_at.getTime()).toBe(24 * 3_600_000);
    expect(await nightsOf(world, stay)).toEqual([stay.day(10), stay.day(11), stay.day(12)]);
    expect((await viewOf(world.app, stay.id)).total).toBe(booked);
  });

  it('is asked every rule of its nights, its own aside, and names what it breaks', async () => {
    const stay = await paidStay(world);
    const other = await makeAccount(world.app);
    await book(world.app, stay.home, other, { checkIn: stay.day(13), checkOut: stay.day(15) });
    expect(await propose(world, stay, 'guest', { checkIn: stay.day(11), checkOut: stay.day(14) })).toMatchObject({
      ok: false,
      kind: 'conflict',
      reasons: [{ code: 'night_taken', value: [stay.day(13)] }],
    });
    const many = { checkIn: stay.day(9), checkOut: stay.day(13), adults: 9 };
    expect(await propose(world, stay, 'guest', many)).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'capacity' }],
    });
    const same = { checkIn: stay.day(10), checkOut: stay.day(13) };
    expect(await propose(world, stay, 'guest', same)).toMatchObject({ reasons: [{ code: 'nothing_changes' }] });
    expect(await trailOf(world, stay)).toEqual(['hold', 'pay']);
  });

  it('takes the place of an own one, not of the other party’s', async () => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(14) }));
    expect(await propose(world, stay, 'host', { checkIn: stay.day(10), checkOut: stay.day(12) })).toMatchObject({
      kind: 'conflict',
      reasons: [{ code: 'alteration_open', value: 1 }],
    });
    expect(sure(await propose(world, stay, 'guest', { checkIn: stay.day(9), checkOut: stay.day(13) })).n).toBe(2);
    expect((await alteration(world, stay, 1)).state).toBe('withdrawn');
    expect(await acceptIt(world, stay, 'host', 1)).toMatchObject({
      kind: 'conflict',
      reasons: [{ value: 'withdrawn' }],
    });
    expect(await trailOf(world, stay)).toEqual([
      'hold',
      'pay',
      'propose_alteration 1',
      'withdraw_alteration 1',
      'propose_alteration 2',
    ]);
  });

  it('is answered by the other party alone, and ends when it is declined or withdrawn', async () => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'host', { checkIn: stay.day(10), checkOut: stay.day(12) }));
    expect(await acceptIt(world, stay, 'host')).toMatchObject({ kind: 'forbidden' });
    expect(await withdrawIt(world, stay, 'guest')).toMatchObject({ kind: 'forbidden' });
    expect(await acceptIt(world, stay, 'guest', 2)).toMatchObject({ kind: 'not_found' });
    const stranger = { ...stay, guest: await makeAccount(world.app) };
    expect(await acceptIt(world, stranger, 'guest')).toMatchObject({ kind: 'not_found' });
    sure(await declineIt(world, stay, 'guest'));
    sure(await propose(world, stay, 'host', { checkIn: stay.day(10), checkOut: stay.day(12) }));
    sure(await withdrawIt(world, stay, 'host', 2));
    expect((await viewOf(world.app, stay.id)).total).toBe(booked);
  });

  it('ends after its deadline, and not at it', async () => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(12) }));
    await world.advance('PT23H59M');
    expect((await alteration(world, stay)).state).toBe('proposed');
    await world.advance('PT2M');
    expect((await alteration(world, stay)).state).toBe('expired');
    expect(await acceptIt(world, stay, 'host')).toMatchObject({ kind: 'conflict' });
  });

  it('ends at the new check-in at the latest', async () => {
    const stay = await paidStay(world, { days: 3 });
    // In the evening: the new check-in is less than a day away.
    await world.advance('P1DT6H');
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(2), checkOut: stay.day(6) }));
    const { quote, expires_at: expiresAt } = await alteration(world, stay);
    const newCheckIn = `${stay.day(2)}T${quote.checkInTime}`;
    expect(
      new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Lisbon' }).format(
        expiresAt,
      ),
    ).toBe(newCheckIn.replace('T', ' '));
  });

  it('is stale once the price has changed: nobody pays another price than was proposed', async () => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(14) }));
    await world.app.db.query(
      `update components_property_prices set base = 13000 where id = (select cmp_id from properties_cmps where entity_id = $1 and field = 'prices')`,
      [stay.home.id],
    );
    expect(await acceptIt(world, stay, 'host')).toMatchObject({
      kind: 'conflict',
      reasons: [{ code: 'alteration_stale' }],
    });
    expect((await alteration(world, stay)).state).toBe('proposed');
  });

  it('is refused when its nights have gone since', async () => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(14) }));
    await book(world.app, stay.home, await makeAccount(world.app), { checkIn: stay.day(13), checkOut: stay.day(14) });
    expect(await acceptIt(world, stay, 'host')).toMatchObject({ kind: 'conflict', reasons: [{ code: 'night_taken' }] });
  });
});

describe('an alteration that costs less', () => {
  it('is applied at once: nights, guests, price, instants, what the host gets; the difference goes back', async () => {
    const stay = await paidStay(world);
    const before = await viewOf(world.app, stay.id);
    sure(await propose(world, stay, 'host', { checkIn: stay.day(11), checkOut: stay.day(13), adults: 1 }));
    sure(await acceptIt(world, stay, 'guest'));
    await world.settle();
    const after = await viewOf(world.app, stay.id);
    expect(after).toMatchObject({
      state: 'confirmed',
      check_in: stay.day(11),
      nights: 2,
      adults: 1,
      total: 29_000,
      payment: { capturedAmount: booked, refundedAmount: 12_000 },
      refunds: [{ state: 'succeeded', amount: 12_000, reason: 'Alteration 1' }],
      cancellation_policy: before.cancellation_policy,
    });
    expect(after.quote.hostPayout).toBeLessThan(before.quote.hostPayout);
    expect(after.check_in_at.getTime() - before.check_in_at.getTime()).toBe(86_400_000);
    expect(await nightsOf(world, stay)).toEqual([stay.day(11), stay.day(12)]);
    expect(await trailOf(world, stay)).toEqual([
      'hold',
      'pay',
      'propose_alteration 1',
      'accept_alteration 1',
      'apply_alteration 1',
    ]);
    // The night that was freed can be sold.
    await book(world.app, stay.home, await makeAccount(world.app), { checkIn: stay.day(10), checkOut: stay.day(11) });
  });

  it('moves no money where the price stays', async () => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(12), checkOut: stay.day(15) }));
    sure(await acceptIt(world, stay, 'host'));
    expect(await viewOf(world.app, stay.id)).toMatchObject({ total: booked, refunds: [], check_in: stay.day(12) });
    expect(await nightsOf(world, stay)).toEqual([stay.day(12), stay.day(13), stay.day(14)]);
  });
});

describe('an alteration that costs more', () => {
  const longer = async () => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(12), checkOut: stay.day(16) }));
    sure(await acceptIt(world, stay, 'host'));
    return stay;
  };

  it('holds its nights beside the booking’s until the money is there, then is applied with it', async () => {
    const stay = await longer();
    expect(await nightsOf(world, stay)).toEqual([10, 11, 12, 13, 14, 15].map(stay.day));
    expect(await viewOf(world.app, stay.id)).toMatchObject({ total: booked, check_in: stay.day(10) });
    await world.checkInvariants();
    expect(await payDifference(world, stay, 1, 'pm_card_visa_chargeDeclined')).toBe('card_declined');
    await world.settle();
    expect(await payDifference(world, stay)).toBe('succeeded');
    await world.settle();
    expect(await nightsOf(world, stay)).toEqual([12, 13, 14, 15].map(stay.day));
    const view = await viewOf(world.app, stay.id);
    expect(view).toMatchObject({
      total: 53_000,
      nights: 4,
      payments: [
        { instalment: 0, capturedAmount: booked },
        { instalment: 1, capturedAmount: 12_000 },
      ],
    });
    expect((await alteration(world, stay)).state).toBe('applied');
    const applied = view.events.at(-1);
    expect(applied).toMatchObject({ move: 'apply_alteration', alteration: 1, by: 'system', door: 'webhook' });
  });

  it('ends when nobody pays: its nights are free, its intent can no longer be paid, the booking stays as it was', async () => {
    const stay = await longer();
    await world.settle();
    await world.advance('PT23H59M');
    expect((await alteration(world, stay)).state).toBe('accepted');
    await world.advance('PT2M');
    expect(await alteration(world, stay)).toMatchObject({ state: 'expired', payment: { state: 'cancelled' } });
    expect(await nightsOf(world, stay)).toEqual([10, 11, 12].map(stay.day));
    expect(await payDifference(world, stay)).toBe('payment_intent_unexpected_state');
    expect(await viewOf(world.app, stay.id)).toMatchObject({ state: 'confirmed', total: booked });
  });

  it('gives back in full what is paid as it ends', async () => {
    const stay = await longer();
    expect(await payDifference(world, stay)).toBe('succeeded'); // the webhook has not been delivered
    sure(await cancelIt(world, stay, 'host'));
    await world.settle();
    expect(await viewOf(world.app, stay.id)).toMatchObject({
      state: 'cancelled',
      payments: [
        { capturedAmount: booked, refundedAmount: booked },
        { capturedAmount: 12_000, refundedAmount: 12_000 },
      ],
    });
    expect((await alteration(world, stay)).state).toBe('cancelled');
    expect(await nightsOf(world, stay)).toEqual([]);
  });

  it('ends with a no-show, which keeps the nights that were booked', async () => {
    const stay = await paidStay(world, { days: 1 });
    await world.advance('P1DT23H');
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(1), checkOut: stay.day(6) }));
    sure(await acceptIt(world, stay, 'host'));
    sure(await reportNoShow(world.app, as(stay, 'host')));
    await world.settle();
    expect(await nightsOf(world, stay)).toEqual([1, 2, 3].map(stay.day));
    expect(await alteration(world, stay)).toMatchObject({ state: 'cancelled', payment: { state: 'cancelled' } });
  });

  it('outlives the arrival of the guest, unless it would have them arrive on another day', async () => {
    const stay = await paidStay(world, { days: 1 });
    await world.advance('P1DT23H');
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(1), checkOut: stay.day(6) }));
    sure(await checkInGuest(world.app, as(stay, 'host')));
    sure(await acceptIt(world, stay, 'host'));
    expect(await payDifference(world, stay)).toBe('succeeded');
    await world.settle();
    expect(await viewOf(world.app, stay.id)).toMatchObject({ state: 'checked_in', nights: 5, total: 65_000 });
    await world.advance('P10D');
    expect((await viewOf(world.app, stay.id)).state).toBe('completed');

    const late = await paidStay(world, { days: 1 });
    await world.advance('P1DT15H');
    sure(await propose(world, late, 'guest', { checkIn: late.day(3), checkOut: late.day(5) }));
    sure(await checkInGuest(world.app, as(late, 'host')));
    expect((await alteration(world, late)).state).toBe('cancelled');
  });
});

describe('a cancellation after alterations', () => {
  it('gives back what the policy says of the altered stay, the latest payment first, as the preview said', async () => {
    const stay = await paidStay(world, { days: 20 });
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(20), checkOut: stay.day(24) }));
    sure(await acceptIt(world, stay, 'host'));
    await payDifference(world, stay);
    await world.settle();
    await world.advance('P18D');
    const preview = sure(await previewCancellation(world.app, as(stay, 'guest')));
    // Moderate, less than 5 days before: of 530 the first night's 132.50 and half of the rest are kept.
    expect(preview).toMatchObject({ paid: 53_000, refund: 19_875 });
    sure(await cancelIt(world, stay, 'guest'));
    await world.settle();
    const view = await viewOf(world.app, stay.id);
    expect(view).toMatchObject({
      state: 'cancelled',
      refund_owed: 19_875,
      payments: [{ refundedAmount: 7_875 }, { refundedAmount: 12_000 }],
    });
    expect(viewBooking(view, stay.guest).refundOwed).toEqual({ amount: 19_875, currency: 'EUR' });
  });
});
