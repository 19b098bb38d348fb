import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brokenInvariants } from '../../../src/api/payment/queries/invariants';
import { createTestCasita, type TestCasita } from '../support/casita';
import { balanceBreaks } from './breaks/balance-breaks';
import { bookingBreaks } from './breaks/booking-breaks';
import { claimBreaks } from './breaks/claim-breaks';
import { disputeBreaks } from './breaks/dispute-breaks';
import { paymentBreaks } from './breaks/payment-breaks';
import { refundBreaks } from './breaks/refund-breaks';
import { payoutBreaks } from './breaks/payout-breaks';
import { smallWorld, type Break, type SmallWorld } from './breaks/small-world';

/**
 * Each invariant is broken once, on purpose: a check that never complains is no check. Who adds an invariant adds here how
 * it is broken, in the file of its subject.
 */
const breaks: readonly Break[] = [
  ...paymentBreaks,
  ...bookingBreaks,
  ...refundBreaks,
  ...disputeBreaks,
  ...balanceBreaks,
  ...payoutBreaks,
  ...claimBreaks,
];

const sql = readFileSync(resolve(__dirname, '../../../database/invariants.sql'), 'utf8');
const names = [...sql.matchAll(/^select '([^']+)'/gm)].map((match) => match[1]);

let world: TestCasita;
let small: SmallWorld;
beforeAll(async () => {
  world = await createTestCasita();
  small = await smallWorld(world);
});
afterAll(() => world.close());

it('knows every invariant of the file, each by a name of its own', () => {
  expect(names).toHaveLength([...sql.matchAll(/^union all$/gm)].length + 1);
  expect(new Set(names).size).toBe(names.length);
});

it('breaks each invariant', () => {
  expect(breaks.map(({ name }) => name).sort()).toEqual([...names].sort());
});

it('finds nothing where nothing is broken', async () => {
  expect(await brokenInvariants(world.app.db)).toEqual([]);
});

it.each(breaks.map((one) => [one.name, one] as const))('sees: %s', async (name, one) => {
  expect(await seen(one)).toEqual([name, ...(one.also ?? [])].sort());
});

class NeverMind extends Error {}

/** The names of what is seen to be broken after `one`, which is then undone. */
async function seen({ sql: statements }: Break): Promise<string[]> {
  let found: string[] = [];
  const look = world.app.db.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query(statements(small));
    found = (await brokenInvariants(tx)).map(({ invariant }) => invariant);
    throw new NeverMind();
  });
  await expect(look).rejects.toThrow(NeverMind);
  return [...new Set(found)].sort();
}
