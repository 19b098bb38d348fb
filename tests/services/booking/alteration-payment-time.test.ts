import {
  acceptIt,
  alteration,
  declineIt,
  paidStay,
  payDifference,
  propose,
  sure,
  withdrawIt,
  type PaidStay,
} from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { viewOf } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterEach(() => world.checkInvariants());
afterAll(() => world.close());

async function checkOutAt({ id }: PaidStay): Promise<Date> {
  const [row] = await world.app.db.query<{ at: Date }>('select check_out_at as at from bookings where id = $1', [id]);
  if (!row) throw new Error('no such booking');
  return row.at;
}

/** So many hours before the check-out, give or take a minute. */
async function moveToHoursBefore(stay: PaidStay, hours: number): Promise<void> {
  const left = (await checkOutAt(stay)).getTime() - world.clock.now().epochMilliseconds;
  await world.advance(`PT${Math.floor(left / 60_000 - hours * 60)}M`);
}

describe('the difference of an accepted alteration', () => {
  it.each([
    ['at the check-out at the latest', 5, 5],
    ['in the time of a hold at least, and the stay waits for it', 0.1, 0.25],
  ])('is due %s', async (_, hoursBefore, hoursToPay) => {
    const stay = await paidStay(world, { days: 1 });
    const longer = { checkIn: stay.day(1), checkOut: stay.day(6) };
    await moveToHoursBefore(stay, 20);
    sure(await propose(world, stay, 'host', longer));
    await moveToHoursBefore(stay, hoursBefore);
    sure(await acceptIt(world, stay, 'guest'));
    const { payment_due_at: due, decided_at: decided } = await alteration(world, stay);
    const hours = ((due?.getTime() ?? 0) - (decided?.getTime() ?? 0)) / 3_600_000;
    expect(Math.abs(hours - hoursToPay)).toBeLessThan(0.02);
    await world.advance(`PT${Math.floor(hours * 60) - 1}M`);
    expect((await viewOf(world.app, stay.id)).state).toBe('confirmed');
    await world.advance('PT3M');
    expect((await alteration(world, stay)).state).toBe('expired');
    await world.settle();
    expect(await viewOf(world.app, stay.id)).toMatchObject({ state: 'completed', nights: 3 });
  });

  it('can be paid after the check-out where that is so, and the stay goes on', async () => {
    const stay = await paidStay(world, { days: 1 });
    await moveToHoursBefore(stay, 20);
    sure(await propose(world, stay, 'host', { checkIn: stay.day(1), checkOut: stay.day(6) }));
    await moveToHoursBefore(stay, 0.1);
    sure(await acceptIt(world, stay, 'guest'));
    await world.advance('PT10M');
    expect(await payDifference(world, stay)).toBe('succeeded');
    await world.settle();
    expect(await viewOf(world.app, stay.id)).toMatchObject({ state: 'confirmed', nights: 5 });
  });
});

interface Queued {
  readonly userId: number;
  readonly subject: string;
  readonly text: string;
}

const mailsAbout = async ({ id }: PaidStay): Promise<Queued[]> => {
  const [{ reference } = { reference: '' }] = await world.app.db.query<{ reference: string }>(
    'select reference from bookings where id = $1',
    [id],
  );
  const jobs = await world.app.db.query<{ payload: Queued }>(
    "select payload from graphile_worker._private_jobs where payload->>'subject' like $1 order by id",
    [`Booking ${reference}: %`],
  );
  return jobs.map(({ payload }) => payload);
};

describe('mails about an alteration', () => {
  it('go to the other party: proposed, accepted with what is to be paid until when', async () => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(14) }));
    sure(await acceptIt(world, stay, 'host'));
    const { payment_due_at: due } = await alteration(world, stay);
    const clock = new Intl.DateTimeFormat('sv-SE', {
      dateStyle: 'short',
      timeStyle: 'short',
      timeZone: 'Europe/Lisbon',
    });
    const [proposed, accepted, ...others] = await mailsAbout(stay);
    expect(others).toEqual([]);
    expect(await payDifference(world, stay)).toBe('succeeded');
    await world.settle();
    const applied = (await mailsAbout(stay)).slice(2);
    expect(applied.map(({ userId }) => userId)).toEqual([stay.guest.userId, stay.home.host.userId]);
    expect(applied.map(({ text }) => text.split(' booking ')[0])).toEqual([
      'The change that you proposed to',
      'The change that the guest proposed to',
    ]);
    for (const { text } of applied) expect(text).toMatch(/ is paid and made\.[^]*\nThe booking is changed\.$/);
    expect(proposed?.userId).toBe(stay.home.host.userId);
    expect(proposed?.text).toContain('The guest proposes to change booking');
    expect(proposed?.text).toContain(
      `${stay.day(10)} to ${stay.day(14)}, adults: 2.\n\nIt costs 120.00 EUR more, which the guest pays.`,
    );
    expect(accepted?.userId).toBe(stay.guest.userId);
    expect(accepted?.text).toContain('It costs 120.00 EUR more.');
    expect(accepted?.text).toContain(`Please pay the difference by ${clock.format(due ?? 0)} (Europe/Lisbon).`);
  });

  it('say what goes back, and that nothing changes', async () => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'host', { checkIn: stay.day(10), checkOut: stay.day(12) }));
    sure(await declineIt(world, stay, 'guest'));
    const [proposed, declined, ...others] = await mailsAbout(stay);
    expect(others).toEqual([]);
    expect([proposed?.userId, declined?.userId]).toEqual([stay.guest.userId, stay.home.host.userId]);
    expect(proposed?.text).toContain('It costs 120.00 EUR less, which goes back to you.');
    expect(declined?.subject).toMatch(/: your change is declined$/);
    expect(declined?.text).toContain('The booking stays as it is.');
  });

  it('say that a proposal is withdrawn, and not where another takes its place', async () => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'host', { checkIn: stay.day(10), checkOut: stay.day(12) }));
    sure(await propose(world, stay, 'host', { checkIn: stay.day(10), checkOut: stay.day(14) }));
    sure(await withdrawIt(world, stay, 'host', 2));
    const [, , withdrawn, ...others] = await mailsAbout(stay);
    expect(others).toEqual([]);
    expect([withdrawn?.userId, withdrawn?.subject]).toEqual([
      stay.guest.userId,
      expect.stringMatching(/: the proposed change is withdrawn$/),
    ]);
    expect(withdrawn?.text).toMatch(/^The host has withdrawn the change that they proposed to booking /);
  });

  it.each([
    ['nobody answered', false, 'was not answered in time'],
    ['nobody paid', true, 'was not paid in time'],
  ])('tell both that %s in time', async (_, accepted, words) => {
    const stay = await paidStay(world);
    sure(await propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(14) }));
    if (accepted) sure(await acceptIt(world, stay, 'host'));
    await world.advance('PT25H');
    const ended = (await mailsAbout(stay)).slice(accepted ? 2 : 1);
    expect(ended.map(({ userId }) => userId)).toEqual([stay.guest.userId, stay.home.host.userId]);
    for (const { text } of ended) expect(text).toContain(` ${words}, and has ended.`);
    for (const { text } of ended) expect(text).toMatch(/The booking stays as it is\.$/);
  });
});

describe('a difference that no card can be charged with', () => {
  const raise = (stay: PaidStay, perNight: number) =>
    world.app.db.query(
      `update components_property_prices set base = base + $2 where id =
         (select cmp_id from properties_cmps where entity_id = $1 and field = 'prices')`,
      [stay.home.id, perNight],
    );

  it('is refused when it is proposed; the least that can be charged is not', async () => {
    const stay = await paidStay(world);
    const before = await viewOf(world.app, stay.id);
    await raise(stay, 16);
    const other = { checkIn: stay.day(10), checkOut: stay.day(13), adults: 1 };
    expect(await propose(world, stay, 'guest', other)).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'amount_too_small', field: 'difference', limit: 50, value: 48 }],
    });
    expect(await viewOf(world.app, stay.id)).toEqual(before);
    await raise(stay, 1);
    sure(await propose(world, stay, 'guest', other));
    sure(await acceptIt(world, stay, 'host'));
    expect(await payDifference(world, stay)).toBe('succeeded');
    await world.settle();
    expect(await viewOf(world.app, stay.id)).toMatchObject({ adults: 1, total: before.total + 51 });
  });

  it('is no difference to a quote: a stay that costs less cannot be booked', async () => {
    const cheap = { prices: { base: 1, cleaningFee: 0 } };
    await expect(paidStay(world, { home: cheap, nights: 30 })).rejects.toThrow(
      '{"code":"amount_too_small","field":"total","limit":50,"value":30}',
    );
  });
});
