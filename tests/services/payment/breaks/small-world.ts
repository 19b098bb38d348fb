import { acceptIt, cancelIt, paidStay, payDifference, propose, sure, type PaidStay } from '../../support/alterations';
import { lockBookingById } from '../../../../src/api/booking/queries/load-booking';
import { moveBooking } from '../../../../src/api/booking/use-cases/move-booking';
import { machine } from '../../../../src/api/booking/use-cases/mover';
import { runCalls } from '../../../../src/outbox/run-calls';
import {
  cancelStay,
  makePayable,
  takeBack,
  paidStay as hostStay,
  type PaidStay as PaidHostStay,
} from '../../payout/paid-hosts';
import type { TestCasita } from '../../support/casita';
import { answerIt, fileIt, payClaim } from '../../support/claims';
import { decideIt, dispute } from '../../support/disputes';

/** A few bookings, one in each situation that an invariant speaks of. */
export interface SmallWorld {
  /** Confirmed and paid, nothing else. */
  readonly stay: PaidStay;
  /** Cancelled by its guest for a part of the money, which has gone back. */
  readonly cancelled: PaidStay;
  /** Longer by a night, and paid for it. */
  readonly altered: PaidStay;
  /** A night more is proposed. */
  readonly proposed: PaidStay;
  /** A night more is accepted, and not paid yet. */
  readonly accepted: PaidStay;
  /** The bank has the money. */
  readonly disputed: PaidStay;
  /** The bank kept it, in part at the host's expense; then the guest cancelled. */
  readonly lost: PaidStay;
  /** Cancelled by its host, for a penalty. */
  readonly penalised: PaidHostStay;
  /** Of the same host: released, sent less the penalty, and then cut short by its guest, for which a part came back. */
  readonly sent: PaidHostStay;
  /** Released and sent, and a part taken back by hand in the provider's own panel. */
  readonly taken: PaidHostStay;
  /** Released, and still owed. */
  readonly owed: PaidHostStay;
  /** Over; damage was claimed, accepted and paid. */
  readonly claimed: PaidStay;
  /** Over; damage was claimed and accepted, and is to be paid. */
  readonly awaiting: PaidStay;
}

/** One way to break one invariant, and nothing else. */
export interface Break {
  readonly name: string;
  /** Statements of a transaction in which triggers and foreign keys are off, and which is rolled back after the look. */
  readonly sql: (world: SmallWorld) => string;
  /** Other invariants that cannot be but broken with it. */
  readonly also?: readonly string[];
}

export async function smallWorld(world: TestCasita): Promise<SmallWorld> {
  const hosts = await paidHosts(world);
  const [stay, cancelled] = [await paidStay(world), await paidStay(world, { days: 3 })];
  sure(await cancelIt(world, cancelled, 'guest'));
  const [altered, proposed, accepted] = [await longer(world), await longer(world), await longer(world)];
  for (const one of [altered, accepted]) sure(await acceptIt(world, one, 'host'));
  if ((await payDifference(world, altered)) !== 'succeeded') throw new Error('the difference was not paid');
  await world.settle();
  const [disputed, lost] = [await paidStay(world), await paidStay(world)];
  await dispute(world, disputed);
  await decideIt(world, await dispute(world, lost, { reason: 'product_not_received' }), 'lose');
  await world.settle();
  sure(await cancelIt(world, lost, 'guest'));
  const [claimed, awaiting] = [await withClaim(world), await withClaim(world)];
  if ((await payClaim(world, claimed)) !== 'succeeded') throw new Error('the claim was not paid');
  await runCalls(world.app, awaiting.id);
  await world.settle();
  return { stay, cancelled, altered, proposed, accepted, disputed, lost, claimed, awaiting, ...hosts };
}

async function paidHosts(world: TestCasita) {
  const penalised = await hostStay(world, { days: 40 });
  const { home } = penalised;
  await makePayable(world, home.hostId);
  sure(await cancelStay(world, penalised, 'host'));
  const [sent, owed] = [await hostStay(world, { home, days: 1, nights: 10 }), await hostStay(world, { days: 1 })];
  const taken = await hostStay(world, { days: 1, nights: 10 });
  await makePayable(world, taken.home.hostId);
  await world.advance('P2DT5H');
  sure(await cancelStay(world, sent, 'guest'));
  await takeBack(world, taken);
  await world.settle();
  return { penalised, sent, taken, owed };
}

/** The clock stays where it is: the others are still to come. */
async function withClaim(world: TestCasita): Promise<PaidStay> {
  const stay = await paidStay(world);
  await world.app.db.transaction(async (tx) => {
    const booking = await lockBookingById(tx, stay.id);
    const now = world.clock.now();
    if (booking)
      sure(
        await moveBooking(world.app, tx, booking, 'complete', machine('test', 'job'), now, { endedAt: now.toString() }),
      );
  });
  sure(await fileIt(world, stay, { amount: 100 }));
  sure(await answerIt(world, stay, 'accept'));
  return stay;
}

async function longer(world: TestCasita): Promise<PaidStay> {
  const stay = await paidStay(world);
  sure(await propose(world, stay, 'guest', { checkIn: stay.day(10), checkOut: stay.day(14) }));
  return stay;
}

/** A posting that nothing stands behind: entries as `account, amount`, in euros. */
export const bogusPosting = (
  kind: string,
  bookingId: number,
  entries: readonly (readonly [string, number])[],
  source = 'stripe',
): string => `
  with made as (insert into ledger_transaction (source, external_id, kind, booking_id, at)
    values ('${source}', 'bogus', '${kind}', ${bookingId}, now()) returning id)
  insert into ledger_entry (transaction_id, account, amount, currency)
  select made.id, e.account, e.amount, 'EUR' from made, (values ${entries.map(([account, amount]) => `('${account}', ${amount})`).join(', ')}) as e (account, amount)`;
