import { cancelBooking, previewCancellation } from '../../../src/api/booking/use-cases/cancel-booking';
import { viewBooking } from '../../../src/api/booking/use-cases/view-booking';
import { waiveHostPenalty } from '../../../src/api/booking/use-cases/waive-host-penalty';
import type { StaffActor } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { book, makeAccount, makeHome, pay, viewOf, type TestHome } from '../support/world';

let world: TestCasita;
beforeEach(async () => {
  world = await createTestCasita();
});
afterEach(() => world.close());

const staff: StaffActor = { kind: 'staff', adminId: 7, name: 'Sam' };
const penalties = () => world.app.db.query('select * from host_penalty');

/** The fixture of the rules: 5 nights of 100 and 50 for cleaning; or without the cleaning. */
async function confirmedStay(days: number, nights = 5, cleaningFee = 5_000) {
  const home = await makeHome(world.app, { prices: { base: 10_000, cleaningFee } });
  const guest = await makeAccount(world.app);
  const from = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days });
  const wish = { checkIn: from.toString(), checkOut: from.add({ days: nights }).toString() };
  const booking = await book(world.app, home, guest, wish);
  expect(await pay(world, booking)).toBe('succeeded');
  await world.settle();
  expect((await viewOf(world.app, booking.id)).state).toBe('confirmed');
  return { home, guest, id: booking.id, documentId: booking.document_id };
}

const commandOf = (home: TestHome, bookingDocumentId: string) =>
  ({ actor: home.host, side: 'host', door: 'rest', bookingDocumentId, reason: null }) as const;

async function cancelAsHost(home: TestHome, documentId: string) {
  const command = commandOf(home, documentId);
  const preview = await previewCancellation(world.app, command);
  const cancelled = await cancelBooking(world.app, { ...command, expectedRefund: null });
  if (!preview.ok || !cancelled.ok) throw new Error('the host could not cancel');
  await world.settle();
  return preview.value;
}

test.each([
  ['550 at 10 days', 11, 5, 5_000, 'middle', 13_750],
  ['300 at 40 days: the least', 41, 3, 0, 'early', 5_000],
  ['550 a day before', 1, 5, 5_000, 'late', 27_500],
] as const)('%s', async (_, days, nights, cleaning, rule, amount) => {
  const { home, id, documentId } = await confirmedStay(days, nights, cleaning);
  const before = await viewOf(world.app, id);
  const preview = await cancelAsHost(home, documentId);
  expect(preview).toMatchObject({ rule: 'cancelled_by_host', refund: before.total, hostPenalty: { rule, amount } });
  expect(await penalties()).toMatchObject([
    { booking_id: id, host_id: home.hostId, amount, currency: 'EUR', rule, waived_at: null },
  ]);
  const after = await viewOf(world.app, id);
  expect(after).toMatchObject({ state: 'cancelled', payment: { refundedAmount: before.total } });
  expect(after.refunds).toMatchObject([{ amount: before.total, state: 'succeeded' }]);
  const seen = { rule, penalty: { amount, currency: 'EUR' }, waived: false };
  expect(viewBooking(after, home.host).hostPenalty).toEqual(seen);
  await world.checkInvariants();
});

test('mid-stay the nights not stayed count: after 2 of 5 nights half of 330', async () => {
  const { home, documentId } = await confirmedStay(1);
  await world.advance('P3DT1H');
  expect(await cancelAsHost(home, documentId)).toMatchObject({ hostPenalty: { rule: 'late', amount: 16_500 } });
  await world.checkInvariants();
});

test('the numbers are the operator’s', async () => {
  const hostPenalty = { ...world.app.config.hostPenalty, minimumMajor: 300 };
  Object.assign(world.app.config, { hostPenalty });
  const { home, documentId } = await confirmedStay(10);
  expect(await cancelAsHost(home, documentId)).toMatchObject({ hostPenalty: { amount: 30_000 } });
});

test('a guest who cancels costs the host nothing, and is shown no penalty', async () => {
  const { home, guest, id, documentId } = await confirmedStay(40);
  const command = { ...commandOf(home, documentId), actor: guest, side: 'guest' } as const;
  expect(await previewCancellation(world.app, command)).toMatchObject({ value: { hostPenalty: null } });
  expect(await cancelBooking(world.app, { ...command, expectedRefund: 55_000 })).toMatchObject({ ok: true });
  expect(await penalties()).toEqual([]);
  expect(viewBooking(await viewOf(world.app, id), guest).hostPenalty).toBeNull();
});

test('a refused cancellation writes no penalty, and a second one none either', async () => {
  const { home, documentId } = await confirmedStay(10);
  const command = commandOf(home, documentId);
  expect(await cancelBooking(world.app, { ...command, expectedRefund: 1 })).toMatchObject({ kind: 'conflict' });
  expect(await penalties()).toEqual([]);
  await cancelAsHost(home, documentId);
  expect(await cancelBooking(world.app, { ...command, expectedRefund: null })).toMatchObject({ kind: 'conflict' });
  expect(await penalties()).toHaveLength(1);
});

test('the guest of a booking that the host cancelled does not see what it cost the host', async () => {
  const { home, guest, id, documentId } = await confirmedStay(10);
  await cancelAsHost(home, documentId);
  expect(viewBooking(await viewOf(world.app, id), guest).hostPenalty).toBeNull();
});

test('staff waive it once, with a reason', async () => {
  const { home, id, documentId } = await confirmedStay(10);
  const waive = () => waiveHostPenalty(world.app, { actor: staff, bookingDocumentId: documentId, reason: 'A flood' });
  expect(await waive()).toMatchObject({ ok: false, kind: 'not_found' });
  await cancelAsHost(home, documentId);
  expect(await waive()).toMatchObject({ ok: true, value: id });
  expect(await penalties()).toMatchObject([{ waived_by: 7, waive_reason: 'A flood', amount: 13_750 }]);
  expect(await waive()).toMatchObject({ ok: false, kind: 'conflict', reasons: [{ code: 'already_waived' }] });
  expect(viewBooking(await viewOf(world.app, id), home.host).hostPenalty).toMatchObject({ waived: true });
});
