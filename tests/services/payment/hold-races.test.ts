import { setTimeout as sleep } from 'node:timers/promises';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { settleIntent } from '../../../src/api/payment/use-cases/settle-intent';
import { endHolds } from '../../../src/jobs/end-unpaid';
import { runCalls } from '../../../src/outbox/run-calls';
import type { AccountActor, Casita } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { allProofs } from '../support/proofs';
import { noBalances, paymentsDouble, type PaymentsDouble } from '../support/payments-double';
import { book, makeAccount, makeHome, quote, viewOf, type TestHome } from '../support/world';
import { dice } from './lives/weather';

const RACES = Number(process.env['CASITA_RACES'] ?? (allProofs ? 500 : 150));
const PER_HOME = 125;
const HOLD_MINUTES = 16;

let world: TestCasita;
let provider: PaymentsDouble;
let app: Casita;
let guest: AccountActor;
let rival: AccountActor;
beforeAll(async () => {
  world = await createTestCasita();
  provider = paymentsDouble(world.clock);
  app = { ...world.app, payments: provider, balances: noBalances };
  [guest, rival] = [await makeAccount(app), await makeAccount(app)];
});
afterAll(() => world.close());

/** Somebody else tries to have the nights as soon as they are free. */
async function sell(stay: { checkIn: string; checkOut: string }, token: string): Promise<void> {
  await placeBooking(app, { actor: rival, door: 'rest', quote: token, message: '', idempotencyKey: stay.checkIn });
}

type Order = 'hold ends first' | 'money comes first' | 'free';
const orders: readonly Order[] = ['hold ends first', 'money comes first', 'free', 'free'];

async function race(home: TestHome, index: number, chance: () => number): Promise<string> {
  const today = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate();
  const from = today.add({ days: 20 + (index % PER_HOME) * 3 });
  const stay = { checkIn: from.toString(), checkOut: from.add({ days: 2 }).toString() };
  const token = await quote(app, home, rival, stay);
  const booking = await book(app, home, guest, stay);
  const intent = booking.payment?.clientSecret?.split('_secret_')[0] ?? '';
  expect(provider.confirm(intent, 'good')).toBe('succeeded');
  await world.clock.moveTo(world.clock.now().add({ minutes: HOLD_MINUTES }));
  const ends = async () => void (await endHolds.run(app));
  const comes = () => settleIntent(app, intent, 'webhook');
  const sells = () => (chance() < 0.5 ? sell(stay, token) : Promise.resolve());
  const soon = async (work: () => Promise<void>) => (await sleep(chance() * 4), work());
  switch (orders[index % orders.length]) {
    case 'hold ends first':
      await ends();
      await sells();
      await comes();
      break;
    case 'money comes first':
      await comes();
      await ends();
      await sells();
      break;
    default:
      await Promise.all([soon(ends), soon(comes), soon(sells)]);
      // What gave way to another's lock comes again, as news do.
      await comes();
  }
  await runCalls(app, booking.id);
  const { state, payment, total } = await viewOf(app, booking.id);
  const back = payment?.refundedAmount;
  expect(payment?.capturedAmount).toBe(total);
  if (state === 'confirmed') return (expect(back).toBe(0), 'confirmed');
  expect([state, back]).toEqual(['expired', total]);
  return 'refunded';
}

it(`${RACES} holds that end while the payment succeeds are confirmed or refunded, never both or neither`, async () => {
  const chance = dice(20_270_810);
  const homes: TestHome[] = [];
  for (let index = 0; index < RACES / PER_HOME; index += 1) homes.push(await makeHome(app));
  const came = { confirmed: 0, refunded: 0 } as Record<string, number>;
  for (let index = 0; index < RACES; index += 1) {
    const end = await race(homes[Math.floor(index / PER_HOME)] as TestHome, index, chance);
    came[end] = (came[end] ?? 0) + 1;
  }
  expect((came['confirmed'] ?? 0) + (came['refunded'] ?? 0)).toBe(RACES);
  expect(Math.min(came['confirmed'] ?? 0, came['refunded'] ?? 0)).toBeGreaterThan(RACES / 25);
  await world.checkInvariants();
}, 400_000);
