import { adjustHost } from '../../../src/api/money/use-cases/adjust-host';
import { reversePosting } from '../../../src/api/money/use-cases/reverse-posting';
import type { Outcome } from '../../../src/domain/refusal';
import { createTestCasita, type TestCasita } from '../support/casita';
import { balanceOf, paidStay, sam } from '../support/stays';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

const adjust = (bookingDocumentId: string, amount: number, idempotencyKey: string | null = null) =>
  adjustHost(world.app, { actor: sam, bookingDocumentId, amount, reason: 'Cleaned twice', idempotencyKey });
const reverse = (transactionId: number) =>
  reversePosting(world.app, { actor: sam, transactionId, reason: 'The wrong booking' });
const code = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.reasons[0]?.code);

async function postingOf(bookingId: number, kind: string): Promise<number> {
  const rows = await world.app.db.query<{ id: number }>(
    'select id from ledger_transaction where booking_id = $1 and kind = $2 order by id desc limit 1',
    [bookingId, kind],
  );
  return rows[0]?.id ?? 0;
}

const standing = async (hostId: number) => [
  await balanceOf(world, `host_payable:${hostId}`),
  await balanceOf(world, `host_receivable:${hostId}`),
];

test.each([
  ['more for the host is a payout of its own', 2_000, [-2_000, 0]],
  ['less is netted with later payouts', -2_000, [0, 2_000]],
] as const)('%s; reversed once, with its opposite', async (_, amount, expected) => {
  const stay = await paidStay(world);
  const fee = await balanceOf(world, 'platform_fee');
  expect(code(await adjust(stay.documentId, amount))).toBe('done');
  expect(await standing(stay.hostId)).toEqual(expected);
  expect((await balanceOf(world, 'platform_fee')) - fee).toBe(amount);
  await world.checkInvariants();
  const id = await postingOf(stay.id, 'adjustment');
  const both = await Promise.all([reverse(id), reverse(id)]);
  expect(both.map(code).sort()).toEqual(['already_reversed', 'done']);
  expect(await standing(stay.hostId)).toEqual([0, 0]);
  expect(await balanceOf(world, 'platform_fee')).toBe(fee);
  const rows = await world.app.db.query('select made_by, reason from ledger_transaction where reverses = $1', [id]);
  expect(rows).toEqual([{ made_by: 7, reason: 'The wrong booking' }]);
  await world.settle();
  await world.checkInvariants();
});

test('a correction that was netted with a payout is corrected by another, not undone', async () => {
  const stay = await paidStay(world);
  await adjust(stay.documentId, -2_000);
  const debt = await postingOf(stay.id, 'adjustment');
  await adjust(stay.documentId, 5_000);
  await world.settle();
  expect(await standing(stay.hostId)).toEqual([-3_000, 0]);
  expect(code(await reverse(debt))).toBe('has_come_of_it');
  await world.checkInvariants();
});

test('one press is one correction; more than the booking costs is none', async () => {
  const stay = await paidStay(world);
  await adjust(stay.documentId, -1_000, `key-${stay.id}`);
  await adjust(stay.documentId, -1_000, `key-${stay.id}`);
  expect(await standing(stay.hostId)).toEqual([0, 1_000]);
  expect(code(await adjust(stay.documentId, 0))).toBe('not_within_booking');
  expect(code(await adjust(stay.documentId, -55_001))).toBe('not_within_booking');
});

test('what an object of the provider, a refund or a payout stands behind is not undone by hand', async () => {
  const stay = await paidStay(world);
  expect(code(await reverse(await postingOf(stay.id, 'captured')))).toBe('mirrors_provider');
  expect(code(await reverse(999_999))).toBe('not_found');
  await adjust(stay.documentId, -1_000);
  await reverse(await postingOf(stay.id, 'adjustment'));
  expect(code(await reverse(await postingOf(stay.id, 'reversed')))).toBe('is_a_reversal');
});
