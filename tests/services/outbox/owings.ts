import { approveBooking } from '../../../src/api/booking/use-cases/answer-request';
import { chargeLater } from '../../../src/api/payment/use-cases/charge-later';
import { ownCards } from '../../../src/api/saved-card/use-cases/own-cards';
import { chargeSavedCards } from '../../../src/jobs/charge-saved-cards';
import { releaseFunds } from '../../../src/jobs/release-funds';
import { runCalls } from '../../../src/outbox/run-calls';
import { cancelStay, makePayable, paidStay } from '../payout/paid-hosts';
import type { TestCasita } from '../support/casita';
import { answerIt, fileIt } from '../support/claims';
import { depositPaid, farStay, placeWith } from '../support/instalments';
import { makeAccount, makeHome, pay, viewOf } from '../support/world';

/** A booking for which a call is owed next, and what there is of it at the provider and here. */
export interface Owing {
  readonly bookingId: number;
  readonly port: 'payments' | 'savedCards' | 'transfers';
  readonly method: string;
  /** In SQL, of the booking $1: how many the provider has of what the call makes. */
  readonly made: string;
  /** In SQL: whether we have written down what it answers. */
  readonly done: string;
  /** Made twice it does no harm: the provider refuses the second, and what is there is looked at. */
  readonly again?: true;
}

const objects = (type: string, where: string) =>
  `select count(*)::int from stripe_sandbox.object o where o.type = '${type}' and ${where}`;
/** Objects that carry the id of a row of ours. */
const carrying = (name: string, table: string, where = 'true') =>
  `o.body #>> '{metadata,${name}}' in (select document_id from ${table} where booking_id = $1 and ${where})`;
const intents = (where: string) => `(select stripe_payment_intent from payments where booking_id = $1 and ${where})`;
const charges = (where: string) =>
  objects('charge', `o.body ->> 'status' = 'succeeded' and o.body ->> 'payment_intent' in ${intents(where)}`);
const are = (table: string, condition: string, where = 'true') =>
  `select coalesce(bool_and(${condition}), false) from ${table} where booking_id = $1 and ${where}`;

/** Only moves the clock: nothing is done on the way. */
async function moveTo(world: TestCasita, sql: string, id: number): Promise<void> {
  const [row] = await world.app.db.query<{ at: Date }>(sql, [id]);
  const ms = (row?.at.getTime() ?? 0) - world.clock.now().epochMilliseconds;
  await world.clock.moveTo(world.clock.now().add({ milliseconds: ms + 1_000 }));
}
const toRelease = (world: TestCasita, id: number) =>
  moveTo(world, 'select due_at as at from booking_release_due where booking_id = $1', id);
const toBalance = (world: TestCasita, id: number) =>
  moveTo(world, 'select charge_at as at from payments where booking_id = $1 and part = 1', id);

const sentStay = async (world: TestCasita) => {
  const stay = await paidStay(world, { days: 1, nights: 10 });
  await makePayable(world, stay.home.hostId);
  await toRelease(world, stay.id);
  return stay;
};

/** Of a home whose host is asked first: the money is reserved, or the card is kept. */
async function request(world: TestCasita, requestCard: 'authorise' | 'save') {
  const config = { ...world.app.config, requestCard };
  const rules = { instantBook: false, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' } as const;
  const home = await makeHome(world.app, { bookingRules: rules });
  const guest = await makeAccount(world.app);
  const asking = { ...world, app: { ...world.app, config } };
  const placed = await placeWith(asking, home, guest, farStay(world), { plan: 'full' });
  if (!placed.ok) throw new Error(JSON.stringify(placed));
  return { home, id: placed.value.bookingId };
}

async function authorised(world: TestCasita) {
  const { home, id } = await request(world, 'authorise');
  await runCalls(world.app, id);
  if ((await pay(world, await viewOf(world.app, id))) !== 'requires_capture') throw new Error('not reserved');
  await world.settle();
  const about = { bookingDocumentId: (await viewOf(world.app, id)).document_id, reason: null };
  return { id, asHost: { actor: home.host, side: 'host', door: 'rest', ...about } as const };
}

async function inParts(world: TestCasita) {
  const guest = await makeAccount(world.app);
  const home = await makeHome(world.app);
  return { guest, home, id: (await depositPaid(world, home, guest)).id };
}

/** An intent that is to be there, and as yet nothing else of it. */
const intentOf = (where: string) => ({
  port: 'payments' as const,
  method: 'createIntent',
  made: objects('payment_intent', carrying('payment', 'payments', where)),
  done: are('payments', 'stripe_payment_intent is not null', where),
});
const chargeOf = (where: string) => ({
  port: 'payments' as const,
  method: 'chargeOffSession',
  made: charges(where),
  done: are('payments', "state = 'captured'", where),
  again: true as const,
});

export const owings: Readonly<Record<string, (world: TestCasita) => Promise<Owing>>> = {
  async 'the intent of a booking'(world) {
    const home = await makeHome(world.app);
    const placed = await placeWith(world, home, await makeAccount(world.app), farStay(world), { plan: 'full' });
    if (!placed.ok) throw new Error(JSON.stringify(placed));
    return { bookingId: placed.value.bookingId, ...intentOf('true') };
  },
  async 'the intent of a balance'(world) {
    const { id } = await inParts(world);
    await toBalance(world, id);
    await chargeSavedCards.run(world.app);
    return { bookingId: id, ...intentOf('part = 1') };
  },
  async 'the charge of a balance'(world) {
    const { id } = await inParts(world);
    await toBalance(world, id);
    await chargeSavedCards.run(world.app);
    return { bookingId: id, ...chargeOf('part = 1') };
  },
  async 'the intent of a claim'(world) {
    const { home, guest, id, documentId } = await paidStay(world, { days: 1 });
    await moveTo(world, 'select check_out_at as at from bookings where id = $1', id);
    await world.settle();
    const stay = { home, guest, id, documentId, day: () => '' };
    if (!(await fileIt(world, stay, { amount: 7_500 })).ok) throw new Error('not filed');
    if (!(await answerIt(world, stay, 'accept')).ok) throw new Error('not accepted');
    return { bookingId: id, ...intentOf("purpose = 'claim'") };
  },
  async 'the charge of a claim'(world) {
    const { home, guest, id } = await inParts(world);
    const [card] = await ownCards(world.app, guest.userId);
    await world.app.db.query(
      `insert into damage_claim (document_id, booking_id, n, host_id, state, amount, currency, description, awarded, filed_at, answer_by)
       values ($3, $1, 1, $2, 'awaiting_payment', 5000, 'EUR', 'A broken window', 5000, now(), now())`,
      [id, home.hostId, `claim${id}`],
    );
    await world.app.db.query(
      `insert into damage_claim_event (claim_id, from_state, to_state, move, actor_kind, door, at)
       select id, 'filed', 'awaiting_payment', 'accept', 'guest', 'rest', now() from damage_claim where booking_id = $1`,
      [id],
    );
    const claim = { bookingId: id, purpose: 'claim', instalment: 1, part: 0, amount: 5_000, currency: 'EUR' } as const;
    await world.app.db.transaction((tx) =>
      chargeLater(world.app, tx, { ...claim, method: card?.id ?? '', chargeAt: world.clock.now() }),
    );
    await chargeSavedCards.run(world.app);
    return { bookingId: id, ...chargeOf("purpose = 'claim'") };
  },
  async 'the setup that keeps a card'(world) {
    const { id } = await request(world, 'save');
    return {
      ...{ bookingId: id, port: 'savedCards', method: 'createSetup' },
      made: objects('setup_intent', carrying('setup', 'payment_setup')),
      done: are('payment_setup', 'stripe_setup_intent is not null'),
    };
  },
  async 'a capture'(world) {
    const { id, asHost } = await authorised(world);
    if (!(await approveBooking(world.app, asHost)).ok) throw new Error('not approved');
    return {
      ...{ bookingId: id, port: 'payments', method: 'captureIntent', again: true },
      made: objects('charge', `o.body ->> 'captured' = 'true' and o.body ->> 'payment_intent' in ${intents('true')}`),
      done: are('payments', "state = 'captured'"),
    };
  },
  async 'a refund'(world) {
    const stay = await paidStay(world, { days: 40 });
    if (!(await cancelStay(world, stay, 'guest')).ok) throw new Error('not cancelled');
    return {
      ...{ bookingId: stay.id, port: 'payments', method: 'refund' },
      made: objects('refund', carrying('refund', 'refunds')),
      done: are('refunds', "state = 'succeeded'"),
    };
  },
  async 'a transfer'(world) {
    const stay = await sentStay(world);
    await releaseFunds.run(world.app);
    return {
      ...{ bookingId: stay.id, port: 'transfers', method: 'transfer' },
      made: objects('transfer', carrying('transfer', 'transfer')),
      done: are('payout', "state = 'transferred'"),
    };
  },
  async 'a reversal'(world) {
    const stay = await sentStay(world);
    await world.settle();
    if (!(await cancelStay(world, stay, 'guest')).ok) throw new Error('not cancelled');
    return {
      ...{ bookingId: stay.id, port: 'transfers', method: 'reverse' },
      made: objects('transfer_reversal', carrying('reversal', 'transfer_reversal')),
      done: are('transfer_reversal', "state = 'succeeded'"),
    };
  },
};
