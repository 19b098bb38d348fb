import {
  acceptAlteration,
  declineAlteration,
  withdrawAlteration,
} from '../../../src/api/alteration/use-cases/answer-alteration';
import { proposeAlteration } from '../../../src/api/alteration/use-cases/propose-alteration';
import { nightOf } from '../../../src/domain/night';
import { endProposals, endUnpaidAlterations } from '../../../src/jobs/end-alterations';
import { approveBooking, declineBooking } from '../../../src/api/booking/use-cases/answer-request';
import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { checkInGuest, reportNoShow } from '../../../src/api/booking/use-cases/receive-guest';
import { runCalls } from '../../../src/outbox/run-calls';
import { settleIntent } from '../../../src/api/payment/use-cases/settle-intent';
import { brokenInvariants } from '../../../src/api/payment/queries/invariants';
import { bookingMoves, type BookingState, type MoveName } from '../../../src/domain/booking-moves';
import { completeStays } from '../../../src/jobs/complete-stays';
import { endHolds, endRequests } from '../../../src/jobs/end-unpaid';
import { runDueJobs } from '../../../src/jobs/run-due-jobs';
import type { AccountActor, Casita } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { noBalances, paymentsDouble, type PaymentsDouble } from '../support/payments-double';
import { allProofs, isTaken } from '../support/proofs';
import { book, makeAccount, makeHome, type TestHome } from '../support/world';
import { bookingJobs } from './booking-jobs';
import { deadlocks, inOrder, withoutLocks } from './lock-barrier';
import { TickingClock, forgetRun } from './model/real';
import { hour, minute, startsAt } from './model/model';

/** A booking in a state, with what the provider knows and the hour in which two come at once. */
interface Case {
  readonly app: Casita;
  readonly clock: TickingClock;
  readonly provider: PaymentsDouble;
  readonly home: TestHome;
  readonly booking: { readonly id: number; readonly documentId: string; readonly intent: string };
}

let world: TestCasita;
let guest: AccountActor;
const homes = new Map<boolean, TestHome>();

beforeAll(async () => {
  world = await createTestCasita({ jobs: { add: async () => undefined } });
  guest = await makeAccount(world.app);
  for (const instantBook of [true, false]) {
    const bookingRules = { instantBook, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' as const };
    homes.set(instantBook, await makeHome(world.app, { bookingRules }));
  }
});
afterAll(() => world.close());

const command = (at: Case, side: 'guest' | 'host' | 'staff') => ({
  actor: { guest, host: at.home.host, staff: { kind: 'staff', adminId: 1, name: 'Staff' } as const }[side],
  side,
  door: 'rest' as const,
  bookingDocumentId: at.booking.documentId,
  reason: null,
  expectedRefund: null,
});

const actions: Readonly<Record<string, (at: Case) => Promise<unknown>>> = {
  'news of the payment': (at) => settleIntent(at.app, at.booking.intent, 'webhook'),
  'the calls': (at) => runCalls(at.app, at.booking.id),
  'cancel by the guest': (at) => cancelBooking(at.app, command(at, 'guest')),
  'cancel by the host': (at) => cancelBooking(at.app, command(at, 'host')),
  'cancel by staff': (at) => cancelBooking(at.app, command(at, 'staff')),
  approve: (at) => approveBooking(at.app, command(at, 'host')),
  decline: (at) => declineBooking(at.app, command(at, 'host')),
  'the hold ends': (at) => endHolds.run(at.app),
  'the request ends': (at) => endRequests.run(at.app),
  'check in': (at) => checkInGuest(at.app, command(at, 'host')),
  'no show': (at) => reportNoShow(at.app, command(at, 'host')),
  'the stay is over': (at) => completeStays.run(at.app),
};

/** What there is to do besides where an alteration is open. */
const alterationActions: typeof actions = {
  'accept the alteration': (at) => acceptAlteration(at.app, answer(at, 'host')),
  'decline the alteration': (at) => declineAlteration(at.app, answer(at, 'host')),
  'withdraw the alteration': (at) => withdrawAlteration(at.app, answer(at, 'guest')),
  'another proposal': (at) => propose(at, '2027-03-25'),
  'the proposal ends': (at) => endProposals.run(at.app),
  'the alteration ends unpaid': (at) => endUnpaidAlterations.run(at.app),
  'news of the difference': async (at) => {
    const intent = await differenceOf(at);
    if (intent) await settleIntent(at.app, intent, 'webhook');
  },
};

const allActions = { ...actions, ...alterationActions };

const answer = (at: Case, side: 'guest' | 'host') => ({
  actor: side === 'guest' ? guest : at.home.host,
  side,
  door: 'rest' as const,
  bookingDocumentId: at.booking.documentId,
  n: 1,
  reason: null,
});

function propose(at: Case, checkOut: string) {
  const guests = { adults: 2, children: 0, infants: 0, pets: 0 };
  const request = { checkIn: nightOf('2027-03-20'), checkOut: nightOf(checkOut), guests };
  return proposeAlteration(at.app, { ...answer(at, 'guest'), request });
}

async function differenceOf(at: Case): Promise<string | null> {
  const [row] = await at.app.db.query<{ intent: string | null }>(
    'select stripe_payment_intent as intent from payments where booking_id = $1 and instalment = 1',
    [at.booking.id],
  );
  return row?.intent ?? null;
}

const longer = (at: Case) => propose(at, '2027-03-24');
const shorter = (at: Case) => propose(at, '2027-03-22');
const callsMade = (at: Case) => runCalls(at.app, at.booking.id);
const payDifference = async (at: Case) => {
  const intent = await differenceOf(at);
  if (!intent) throw new Error('there is no difference to pay');
  at.provider.confirm(intent, 'good');
};

const pay = async (at: Case) => void at.provider.confirm(at.booking.intent, 'good');
const hear = (at: Case) => settleIntent(at.app, at.booking.intent, 'webhook');
const later = (ms: number) => async (at: Case) => {
  at.clock.ms += ms;
  at.provider.passTime();
};
const stayBegins = later(2 * 24 * hour);
const stayEnds = later(6 * 24 * hour);
const act = (name: string) => (at: Case) => allActions[name]?.(at);

/** How a booking comes to each state that two can meet in, and who has something to do there. */
const situations: Readonly<Record<string, readonly [boolean, ...((at: Case) => Promise<unknown> | undefined)[]]>> = {
  'held, nobody has paid': [true],
  'held, paid, not heard of': [true, pay],
  'held, its time over, nobody has paid': [true, later(16 * minute)],
  'held, its time over, paid, not heard of': [true, pay, later(16 * minute)],
  'ended, paid, not heard of, the calls open': [true, pay, later(16 * minute), act('the hold ends')],
  'held, authorised, not heard of': [false, pay],
  'held, its time over, authorised, not heard of': [false, pay, later(16 * minute)],
  requested: [false, pay, hear],
  'requested, its time over': [false, pay, hear, later(25 * hour)],
  'approved, the capture open': [false, pay, hear, act('approve')],
  'confirmed, days before': [true, pay, hear],
  'confirmed, on its day': [true, pay, hear, stayBegins],
  'confirmed, its nights over': [true, pay, hear, stayEnds],
  'checked in': [true, pay, hear, stayBegins, act('check in')],
  'checked in, its nights over': [true, pay, hear, stayBegins, act('check in'), later(4 * 24 * hour)],
  'a longer stay proposed': [true, pay, hear, longer],
  'a shorter stay proposed': [true, pay, hear, shorter],
  'a longer stay proposed, its time over': [true, pay, hear, longer, later(25 * hour)],
  'a longer stay accepted, nobody has paid': [true, pay, hear, longer, act('accept the alteration'), callsMade],
  'a longer stay accepted, paid, not heard of': [
    true,
    pay,
    hear,
    longer,
    act('accept the alteration'),
    callsMade,
    payDifference,
  ],
  'a longer stay accepted, paid, not heard of, its time over': [true, pay, hear, longer, act('accept the alteration'), callsMade, payDifference, later(25 * hour)], // prettier-ignore
  'cancelled, the calls open': [true, pay, hear, act('cancel by the host')],
};

async function come(name: string): Promise<Case> {
  const [instant, ...steps] = situations[name] ?? [true];
  await forgetRun(world.app.db);
  const clock = new TickingClock();
  clock.ms = startsAt;
  const provider = paymentsDouble(clock);
  const app: Casita = { ...world.app, clock, payments: provider, balances: noBalances };
  const home = homes.get(instant) as TestHome;
  const { id, document_id: documentId } = await book(app, home, guest, {
    checkIn: '2027-03-20',
    checkOut: '2027-03-23',
  });
  const [row] = await app.db.query<{ intent: string }>(
    'select stripe_payment_intent as intent from payments where booking_id = $1 and instalment = 0',
    [id],
  );
  const at: Case = { app, clock, provider, home, booking: { id, documentId, intent: row?.intent ?? '' } };
  for (const step of steps) await step(at);
  return at;
}

/** Every state of the booking, and whatever of money: an action that leaves it as it was had nothing to do. */
async function trace({ app, booking }: Case): Promise<string> {
  const [row] = await app.db.query<{ trace: string }>(
    `select concat((select json_agg(move order by id) from booking_events where booking_id = $1),
       (select json_agg(state order by n) from booking_alteration where booking_id = $1),
       (select json_agg(state order by id) from payments where booking_id = $1),
       (select json_agg(kind || state order by id) from stripe_call where lane = 'booking:' || $1::int)) as trace`,
    [booking.id],
  );
  return row?.trace ?? '';
}

async function hasWork(name: string, action: string): Promise<boolean> {
  const at = await come(name);
  const before = await trace(at);
  await allActions[action]?.(at);
  return (await trace(at)) !== before;
}

interface Lived {
  readonly move: MoveName;
  readonly from_state: BookingState | null;
  readonly to_state: BookingState;
  readonly actor_kind: string;
}

/** The booking's events are a way through the table of moves, and its state is where they end. */
async function expectLawful({ app, booking }: Case): Promise<void> {
  const events = await app.db.query<Lived>(
    'select move, from_state, to_state, actor_kind from booking_events where booking_id = $1 and alteration is null order by id',
    [booking.id],
  );
  let state: BookingState | null = null;
  for (const event of events) {
    const move = bookingMoves.find(({ name }) => name === event.move);
    expect(event.from_state).toBe(state);
    expect(move?.to).toBe(event.to_state);
    expect(state === null ? move?.from : move?.from.includes(state)).toEqual(state === null ? [] : true);
    expect(move?.actors).toContain(event.actor_kind);
    state = event.to_state;
  }
  const [row] = await app.db.query<{ state: string }>('select state from bookings where id = $1', [booking.id]);
  expect(row?.state).toBe(state);
  expect(await brokenInvariants(app.db)).toEqual([]);
}

async function expectBothLawful(name: string, pair: readonly [string, string], free: boolean): Promise<void> {
  const at = await come(name);
  const both = pair.map((action) => () => allActions[action]?.(at) ?? Promise.resolve());
  const results = free
    ? await Promise.allSettled(both.map((start) => start()))
    : await inOrder(at.app.db, at.home.id, both);
  // A refusal is an answer; an exception is a fault.
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  await expectLawful(at);
  for (let round = 0; round < 2; round += 1) {
    await later(40 * 24 * hour)(at);
    await runDueJobs(at.app, bookingJobs);
  }
  await expectLawful(at);
  expect(await at.app.db.query(`select id from stripe_call where state = 'pending'`)).toEqual([]);
}

let pairsRun = 0;

it.each(Object.keys(situations))(
  '%s: whichever two come at once, it ends lawfully',
  async (name) => {
    const before = await deadlocks(world.app.db);
    const names = Object.keys(name.startsWith('a ') ? allActions : actions);
    const working = new Set<string>();
    for (const action of names) if (await hasWork(name, action)) working.add(action);
    expect(working.size).toBeGreaterThan(0);
    for (const [index, one] of names.entries()) {
      for (const other of names.slice(index)) {
        // Where neither has anything to do alone, neither makes work for the other.
        if (!working.has(one) && !working.has(other)) continue;
        if (!isTaken(`${name}: ${one} and ${other}`, 0.1)) continue;
        // Where one of them has not, it comes second: only then may it find something.
        const [first, second] = working.has(one) ? [one, other] : [other, one];
        pairsRun += 1;
        try {
          await expectBothLawful(name, [first, second], false);
          if (!working.has(second)) continue;
          if (second !== first) await expectBothLawful(name, [second, first], false);
          await expectBothLawful(name, [first, second], true);
        } catch (error) {
          throw new Error(`${name}: ${first} and ${second}`, { cause: error });
        }
      }
    }
    expect(await deadlocks(world.app.db)).toBe(before);
  },
  400_000,
);

it('has met in every way that it says', () => {
  process.stderr.write(`interleavings: ${pairsRun} pairs in ${Object.keys(situations).length} situations\n`);
  expect(pairsRun).toBeGreaterThan(allProofs ? 1_000 : 50);
});

it('goes red where the locks are taken away', async () => {
  const unlawful = async () => {
    const locked = await come('requested');
    const at = { ...locked, app: { ...locked.app, db: withoutLocks(locked.app.db) } };
    await Promise.allSettled([actions.approve?.(at), actions.decline?.(at), actions['cancel by the guest']?.(at)]);
    return expectLawful(locked).then(
      () => 0,
      () => 1,
    );
  };
  let red = 0;
  for (let time = 0; time < 20 && red === 0; time += 1) red += await unlawful();
  expect(red).toBe(1);
});
