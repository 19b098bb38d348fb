import { randomUUID } from 'node:crypto';
import { acceptAlteration } from '../../../src/api/alteration/use-cases/answer-alteration';
import { proposeAlteration } from '../../../src/api/alteration/use-cases/propose-alteration';
import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { nightOf } from '../../../src/domain/night';
import { acceptIt, as, nightsOf, paidStay, propose, sure, trailOf, type PaidStay } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';

/** Calls that pay or give back, sent again under their Idempotency-Key. */
let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterEach(() => world.checkInvariants());
afterAll(() => world.close());

const wish = (stay: PaidStay, nights: number) => ({
  checkIn: nightOf(stay.day(10)),
  checkOut: nightOf(stay.day(10 + nights)),
  guests: { adults: 2, children: 0, infants: 0, pets: 0 },
});
const reused = { ok: false, kind: 'refused', reasons: [{ code: 'idempotency_key_reused', field: 'Idempotency-Key' }] };

it('proposes once, and not another stay under the same key', async () => {
  const stay = await paidStay(world);
  const key = { idempotencyKey: randomUUID() };
  const ask = (nights: number) =>
    proposeAlteration(world.app, { ...as(stay, 'guest'), ...key, request: wish(stay, nights) });
  const first = sure(await ask(4));
  expect(sure(await ask(4))).toEqual(first);
  expect(await ask(5)).toMatchObject(reused);
  expect(await trailOf(world, stay)).toEqual(['hold', 'pay', 'propose_alteration 1']);
});

it('accepts once, also with both at once, and keeps no key of a refusal', async () => {
  const stay = await paidStay(world);
  const key = { idempotencyKey: randomUUID() };
  const ask = (n = 1, reason: string | null = null) =>
    acceptAlteration(world.app, { ...as(stay, 'host', reason), ...key, n });
  expect(await ask()).toMatchObject({ ok: false, kind: 'not_found' });
  sure(await propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(14) }));
  const [one, other] = await Promise.all([ask(), ask()]);
  const inUse = { ok: false, kind: 'conflict', reasons: [{ code: 'idempotency_key_in_use' }] };
  for (const outcome of [one, other]) if (!outcome.ok) expect(outcome).toMatchObject(inUse);
  expect(one.ok || other.ok).toBe(true);
  expect(sure(await ask())).toMatchObject({ n: 1, bookingId: stay.id });
  expect(await ask(1, 'With pleasure')).toMatchObject(reused);
  expect(await acceptIt(world, stay, 'host')).toMatchObject({ ok: false, kind: 'conflict' });
  expect(await nightsOf(world, stay)).toHaveLength(4);
  expect(await trailOf(world, stay)).toEqual(['hold', 'pay', 'propose_alteration 1', 'accept_alteration 1']);
});

it('cancels once: the same answer again, a 422 for another body', async () => {
  const stay = await paidStay(world);
  const ask = (idempotencyKey: string | null, reason: string) =>
    cancelBooking(world.app, { ...as(stay, 'guest', reason), expectedRefund: null, idempotencyKey });
  const key = randomUUID();
  expect(sure(await ask(key, 'Ill'))).toBe(stay.id);
  expect(sure(await ask(key, 'Ill'))).toBe(stay.id);
  expect(await ask(key, 'Well again')).toMatchObject(reused);
  expect(await ask(null, 'Ill')).toMatchObject({ ok: false, kind: 'conflict' });
  expect(await trailOf(world, stay)).toEqual(['hold', 'pay', 'cancel_by_guest']);
});
