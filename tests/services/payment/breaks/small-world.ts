import { acceptIt, cancelIt, paidStay, payDifference, propose, sure, type PaidStay } from '../../support/alterations';
import type { TestCasita } from '../../support/casita';
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
  return { stay, cancelled, altered, proposed, accepted, disputed, lost };
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
): string => `
  with made as (insert into ledger_transaction (source, external_id, kind, booking_id, at)
    values ('stripe', 'bogus', '${kind}', ${bookingId}, now()) returning id)
  insert into ledger_entry (transaction_id, account, amount, currency)
  select made.id, e.account, e.amount, 'EUR' from made, (values ${entries.map(([account, amount]) => `('${account}', ${amount})`).join(', ')}) as e (account, amount)`;
