import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { fileClaim } from '../../src/api/damage-claim/use-cases/file-claim';
import { makePayable } from '../services/payout/paid-hosts';
import type { TestCasita } from '../services/support/casita';
import { decideIt, dispute } from '../services/support/disputes';
import { heldInParts } from '../services/support/instalments';
import { book, makeAccount, makeHome, pay, viewOf } from '../services/support/world';
import type { LaterErrand } from './later-process';

/**
 * Stays at the step that somebody is to die over: made one by one, then brought to their day together. `made` is all that there must be of
 * each in the end: the provider's objects and the ledger's postings.
 */
export interface Scene {
  make(world: TestCasita, runs: number): Promise<LaterErrand[]>;
  readonly made: Readonly<Record<string, number>>;
}

const sent = "(select bool_and(state = 'transferred') from payout where booking_id = $1)";
const paidOnce = { payment_intent: 1, charge: 1, captured: 1 };
const sentOnce = { ...paidOnce, released: 1, transfer: 1, transferred: 1 };

async function times<T>(runs: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let run = 0; run < runs; run += 1) made.push(await make());
  return made;
}

/** Only moves the clock: what falls due on the way waits for the process. */
async function moveTo(world: TestCasita, sql: string, ids: readonly number[], later: string): Promise<void> {
  const [row] = await world.app.db.query<{ at: Date | null }>(sql, [ids]);
  if (!row?.at) throw new Error(`no instant to move to: ${sql}`);
  await world.clock.moveTo(Temporal.Instant.fromEpochMilliseconds(row.at.getTime()).add(later));
}

const toRelease = (world: TestCasita, stays: readonly { id: number }[]) =>
  moveTo(
    world,
    'select max(due_at) as at from booking_release_due where booking_id = any($1)',
    stays.map(({ id }) => id),
    'PT1M',
  );

/** Confirmed stays that begin tomorrow, each of a home of its own. */
async function paidStays(world: TestCasita, runs: number, nights: number) {
  const from = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days: 1 });
  const wish = { checkIn: from.toString(), checkOut: from.add({ days: nights }).toString() };
  const stays = await times(runs, async () => {
    const [home, guest] = [await makeHome(world.app), await makeAccount(world.app)];
    const booking = await book(world.app, home, guest, wish);
    await pay(world, booking);
    return { home, guest, id: booking.id, documentId: booking.document_id };
  });
  await world.settle();
  await assertConfirmed(world, stays);
  return stays;
}

async function assertConfirmed(world: TestCasita, stays: readonly { id: number }[]): Promise<void> {
  for (const { id } of stays) {
    const { state } = await viewOf(world.app, id);
    if (state !== 'confirmed') throw new Error(`the stay is ${state}`);
  }
}

/** Of hosts who can be paid, at the instant of their release. */
async function staysToRelease(world: TestCasita, runs: number, nights = 3) {
  const stays = await paidStays(world, runs, nights);
  for (const { home } of stays) await makePayable(world, home.hostId);
  await toRelease(world, stays);
  return stays;
}

/** The same with the money at the host's account. */
async function sentStays(world: TestCasita, runs: number, nights = 3) {
  const stays = await staysToRelease(world, runs, nights);
  await world.settle();
  return stays;
}

const released: Scene = {
  made: sentOnce,
  async make(world, runs) {
    const stays = await staysToRelease(world, runs);
    return stays.map(({ id }) => ({ bookingId: id, step: { kind: 'release' }, done: sent }));
  },
};

const secondPart: Scene = {
  made: { ...paidOnce, released: 2, transfer: 2, transferred: 2 },
  async make(world, runs) {
    const stays = await sentStays(world, runs, 45);
    await toRelease(world, stays);
    const done = `(select count(*) from payout where booking_id = $1 and state = 'transferred') = 2`;
    return stays.map(({ id }) => ({ bookingId: id, step: { kind: 'release' }, done }));
  },
};

const owed: Scene = {
  made: sentOnce,
  async make(world, runs) {
    const stays = await paidStays(world, runs, 3);
    await toRelease(world, stays);
    await world.settle();
    for (const { home } of stays) await makePayable(world, home.hostId);
    const ids = stays.map(({ id }) => id);
    await moveTo(world, 'select max(next_try_at) as at from payout where booking_id = any($1)', ids, 'PT1M');
    const payouts = await world.app.db.query<{ id: number; booking_id: number; property_id: number }>(
      'select p.id, p.booking_id, b.property_id from payout p join bookings b on b.id = p.booking_id where b.id = any($1)',
      [ids],
    );
    return payouts.map(({ id, booking_id, property_id }) => ({
      bookingId: booking_id,
      step: { kind: 'payout', payoutId: id, propertyId: property_id },
      done: sent,
    }));
  },
};

/** Deposits are paid, and the balance is to be charged. */
async function balancesToCharge(world: TestCasita, runs: number) {
  const stays = await times(runs, async () => {
    const home = await makeHome(world.app);
    const held = await heldInParts(world, home, await makeAccount(world.app));
    await pay(world, held);
    return { id: held.id, home };
  });
  await world.settle();
  await assertConfirmed(world, stays);
  const ids = stays.map(({ id }) => id);
  await moveTo(world, 'select max(charge_at) as at from payments where booking_id = any($1)', ids, 'PT1S');
  return stays;
}

const balance: Scene = {
  made: { payment_intent: 2, charge: 2, captured: 2 },
  async make(world, runs) {
    const ids = (await balancesToCharge(world, runs)).map(({ id }) => id);
    const payments = await world.app.db.query<{ id: number; booking_id: number; property_id: number }>(
      'select p.id, p.booking_id, b.property_id from payments p join bookings b on b.id = p.booking_id where p.part = 1 and b.id = any($1)',
      [ids],
    );
    return payments.map(({ id, booking_id, property_id }) => ({
      bookingId: booking_id,
      step: { kind: 'charge', paymentId: id, propertyId: property_id },
      done: `(select bool_and(state = 'captured') from payments where booking_id = $1)`,
    }));
  },
};

/** One payout, two transfers: the host's share is more than either charge brought in. */
const twoCharges: Scene = {
  made: { payment_intent: 2, charge: 2, captured: 2, released: 1, transfer: 2, transferred: 2 },
  async make(world, runs) {
    const stays = await balancesToCharge(world, runs);
    await world.settle();
    for (const { home } of stays) await makePayable(world, home.hostId);
    await toRelease(world, stays);
    return stays.map(({ id }) => ({ bookingId: id, step: { kind: 'release' }, done: sent }));
  },
};

const refundAfterTransfer: Scene = {
  made: {
    ...{ ...sentOnce, refund: 1, refunded_after_transfer: 1, refund_succeeded: 1 },
    ...{ transfer_reversal: 1, transfer_reversed: 1 },
  },
  async make(world, runs) {
    const stays = await sentStays(world, runs, 10);
    return stays.map(({ id, documentId, guest }) => ({
      bookingId: id,
      step: { kind: 'cancel', actor: guest, documentId },
      done: `(select bool_and(state = 'succeeded') from refunds where booking_id = $1) and (select bool_and(state = 'succeeded') from transfer_reversal where booking_id = $1)`,
    }));
  },
};

/** What is left of the stay's charge is sent first, the rest out of the claim's. */
const claim: Scene = {
  made: {
    ...{ payment_intent: 2, charge: 2, captured: 2, claim_paid: 1 },
    ...{ released: 1, transfer: 3, transferred: 3 },
  },
  async make(world, runs) {
    const stays = await sentStays(world, runs);
    const ids = stays.map(({ id }) => id);
    await moveTo(world, 'select max(check_out_at) as at from bookings where id = any($1)', ids, 'PT1H');
    await world.settle();
    for (const { home, documentId } of stays) {
      const host = { actor: home.host, side: 'host', door: 'rest', bookingDocumentId: documentId } as const;
      const lamp = { amount: 7_500, description: 'A broken lamp', items: [], reason: null, idempotencyKey: null };
      const filed = await fileClaim(world.app, { ...host, ...lamp });
      if (!filed.ok) throw new Error(filed.message);
    }
    return stays.map(({ id, documentId, guest }) => ({
      bookingId: id,
      step: { kind: 'claim', actor: guest, documentId, key: randomUUID() },
      done: `(select bool_and(state = 'paid') from damage_claim where booking_id = $1) and ${sent}`,
    }));
  },
};

/** The host's share is asked back, and waits as a payout for the bank's word. */
const opened = { dispute_opened: 1, dispute_held: 1, transfer_reversal: 1, transfer_reversed: 1 };

const disputed: Scene = {
  made: { ...sentOnce, dispute: 1, ...opened },
  async make(world, runs) {
    const stays = await sentStays(world, runs);
    const disputes = [];
    for (const stay of stays)
      disputes.push({ id: stay.id, at: await dispute(world, stay, { reason: 'product_not_received' }) });
    return disputes.map(({ id, at }) => ({
      bookingId: id,
      step: { kind: 'dispute', stripeDispute: at },
      done: `exists (select from payout where booking_id = $1 and state = 'blocked') and (select bool_and(state = 'succeeded') from transfer_reversal where booking_id = $1)`,
    }));
  },
};

const disputeLost: Scene = {
  made: { ...sentOnce, dispute: 1, ...opened, dispute_lost: 1, netted: 1 },
  async make(world, runs) {
    const opening = await disputed.make(world, runs);
    await world.settle();
    await world.settle();
    for (const { step } of opening) if (step.kind === 'dispute') await decideIt(world, step.stripeDispute, 'lose');
    const done = `(select bool_and(lost_at is not null) from dispute where booking_id = $1) and not exists (select from payout where booking_id = $1 and state = 'blocked')`;
    return opening.map((errand) => ({ ...errand, done }));
  },
};

export const scenes = {
  released,
  secondPart,
  owed,
  twoCharges,
  refundAfterTransfer,
  balance,
  claim,
  disputed,
  disputeLost,
} as const;
