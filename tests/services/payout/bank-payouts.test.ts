import type { PayoutStatement } from '../../../src/api/payout/payout-schemas';
import { hostPayouts } from '../../../src/api/payout/queries/payout-views';
import { viewPayout } from '../../../src/api/payout/use-cases/view-payout';
import { settleObject } from '../../../src/inbox/object-settlers';
import { checkHostAccounts } from '../../../src/jobs/check-host-accounts';
import { createTestCasita, type TestCasita } from '../support/casita';
import { control, makePayable, paidStay } from './paid-hosts';

/** What a host's account sends to their bank, which no money of ours moves with: the host sees whether it arrived. */

let world: TestCasita;
beforeEach(async () => {
  world = await createTestCasita();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await world.checkInvariants();
  await world.close();
});

async function sent() {
  const stay = await paidStay(world, { days: 1 });
  const account = await makePayable(world, stay.home.hostId);
  await world.advance('P2DT5H');
  return { ...stay, hostId: stay.home.hostId, account };
}

async function payoutOf(hostId: number): Promise<PayoutStatement> {
  const [row] = await hostPayouts(world.app.db, hostId, { state: null, beforeId: null, limit: 1 });
  if (!row) throw new Error('no payout');
  return viewPayout(row);
}
const bankOf = async (hostId: number) => (await payoutOf(hostId)).transfers[0]?.bank ?? null;

/** Payouts of the account at the provider, the first one first. */
async function banked(account: string): Promise<{ id: string; arrives: string }[]> {
  return world.app.db.query(
    `select id, to_char(to_timestamp((body ->> 'arrival_date')::bigint) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as arrives
     from stripe_sandbox.object where type = 'payout' and account = $1 order by seq`,
    [account],
  );
}
const told = (account: string, id: string) => settleObject(world.app, { id, account });

it('says when a payout reaches the bank, and that it has', async () => {
  const { hostId, account } = await sent();
  expect(await payoutOf(hostId)).toMatchObject({
    state: 'transferred',
    arrivesAt: null,
    transfers: [{ bank: null }],
  });
  // What came from a card is available two days after it, and goes out at the next midnight.
  await world.advance('P1D');
  const [payout] = await banked(account);
  expect(await payoutOf(hostId)).toMatchObject({
    arrivesAt: payout?.arrives,
    transfers: [{ bank: { state: 'pending', arrivesAt: payout?.arrives, failure: null } }],
  });
  await world.advance('P2D');
  expect(await bankOf(hostId)).toMatchObject({ state: 'paid' });
  const before = await payoutOf(hostId);
  for (let time = 0; time < 3; time += 1) await told(account, payout?.id ?? '');
  expect(await payoutOf(hostId)).toEqual(before);
});

it('says that the bank sent it back, and follows the money into the next one, in whatever order that is told', async () => {
  const { hostId, account } = await sent();
  await world.advance('P3D');
  const [first] = await banked(account);
  await control(world, `/payouts/${first?.id}`, { outcome: 'fail' });
  await world.settle();
  expect(await payoutOf(hostId)).toMatchObject({ arrivesAt: null });
  expect(await bankOf(hostId)).toMatchObject({ state: 'failed', failure: 'The bank account has been closed.' });
  await world.advance('P1D');
  const [, second] = await banked(account);
  const after = { state: 'pending', arrivesAt: second?.arrives, failure: null };
  expect(await bankOf(hostId)).toEqual(after);
  // The same with nothing known, the second heard of first, and each again.
  await world.app.db.query('update transfer set bank_payout = null');
  await world.app.db.query('delete from bank_payout');
  for (const one of [second, first, second, first]) await told(account, one?.id ?? '');
  expect(await bankOf(hostId)).toEqual(after);
});

it('never goes back to what was fetched before and is written later', async () => {
  const { hostId, account } = await sent();
  await world.advance('P1D');
  const [payout] = await banked(account);
  const old = await world.app.transfers.retrieveBankPayout(account, payout?.id ?? '');
  await world.advance('P2D');
  expect((await bankOf(hostId))?.state).toBe('paid');
  jest.spyOn(world.app.transfers, 'retrieveBankPayout').mockResolvedValueOnce(old);
  await told(account, payout?.id ?? '');
  expect((await bankOf(hostId))?.state).toBe('paid');
});

it('is found without any event, as long as something is not known to have arrived', async () => {
  const { hostId, account } = await sent();
  await world.advance('P3D');
  await world.app.db.query('update transfer set bank_payout = null');
  await world.app.db.query('delete from bank_payout');
  await world.app.db.query('update host_account set check_at = now()');
  await checkHostAccounts.run(world.app);
  expect((await bankOf(hostId))?.state).toBe('paid');
  const list = jest.spyOn(world.app.transfers, 'bankPayoutsSince');
  await world.app.db.query('update host_account set check_at = now()');
  await checkHostAccounts.run(world.app);
  expect(list).not.toHaveBeenCalled();
  expect(await banked(account)).toHaveLength(1);
});

it("leaves alone what is on no account of ours, and what of another host's it names", async () => {
  const { hostId, account } = await sent();
  await world.advance('P3D');
  const [payout] = await banked(account);
  await world.app.db.query('update transfer set bank_payout = null');
  await world.app.db.query('delete from bank_payout');
  const other = await paidStay(world, { days: 20 });
  const strange = await makePayable(world, other.home.hostId);
  const news = await world.app.transfers.retrieveBankPayout(account, payout?.id ?? '');
  jest.spyOn(world.app.transfers, 'retrieveBankPayout').mockResolvedValue(news);
  await told('acct_strange', payout?.id ?? '');
  await settleObject(world.app, { id: payout?.id ?? '', account: null });
  expect(await world.app.db.query('select from bank_payout')).toHaveLength(0);
  await told(strange, payout?.id ?? '');
  expect(await bankOf(hostId)).toBeNull();
});
