import { runLane } from '../../../src/outbox/run-calls';
import { hostLane } from '../../../src/outbox/owe-call';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeHome } from '../support/world';
import { accountOf, accountsAtStripe, onboard } from './host-accounts';

/** An account whose making was answered to nobody: there is one of it in the end, whatever was lost on the way. */

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => world.close());

const due = (hostId: number) =>
  world.app.db.query(`update stripe_call set next_attempt_at = now() where lane = $1`, [hostLane(hostId)]);

/** Acts at Stripe, and dies before the answer is written. */
const dieAfter = (times: number) => {
  const { create } = world.app.hostAccounts;
  const spy = jest.spyOn(world.app.hostAccounts, 'create');
  for (let time = 0; time < times; time += 1) {
    spy.mockImplementationOnce(async (input, key) => {
      await create(input, key);
      throw new Error('killed');
    });
  }
  return spy;
};

it('is made again under the same key, which makes nothing new', async () => {
  const home = await makeHome(world.app);
  const spy = dieAfter(1);
  const running = onboard(world, home);
  await new Promise((done) => setTimeout(done, 300));
  await due(home.hostId);
  const started = await running;
  expect(started.ok).toBe(true);
  expect(await accountsAtStripe(world, home)).toBe(1);
  expect(new Set(spy.mock.calls.map(([, key]) => key)).size).toBe(1);
  expect(spy).toHaveBeenCalledTimes(2);
});

it('says the same at each try, also when the host has changed their address meanwhile', async () => {
  const home = await makeHome(world.app);
  const spy = dieAfter(1);
  const running = onboard(world, home);
  await new Promise((done) => setTimeout(done, 300));
  await world.app.db.query('update up_users set email = $2 where id = $1', [home.host.userId, 'new@example.test']);
  await due(home.hostId);
  expect((await running).ok).toBe(true);
  expect(spy.mock.calls[1]?.[0]).toEqual(spy.mock.calls[0]?.[0]);
  expect(await accountsAtStripe(world, home)).toBe(1);
});

it('is looked for by what was written on it, where the key may be forgotten', async () => {
  const [other, home] = [await makeHome(world.app), await makeHome(world.app)];
  expect((await onboard(world, other)).ok).toBe(true);
  const spy = dieAfter(1);
  const running = onboard(world, home);
  await new Promise((done) => setTimeout(done, 300));
  await world.app.db.query(
    `update stripe_call set first_attempt_at = now() - interval '24 hours', next_attempt_at = now() where lane = $1`,
    [hostLane(home.hostId)],
  );
  // Without its answers: a second one would be made.
  await world.app.db.query('delete from stripe_sandbox.idempotency');
  const started = await running;
  expect(started.ok && started.value.account.stripe_account).toMatch(/^acct_/);
  expect([await accountsAtStripe(world, home), spy.mock.calls.length]).toEqual([1, 1]);
});

it('is said to be on its way where the provider does not answer, and is made when it does', async () => {
  const home = await makeHome(world.app);
  jest.spyOn(world.app.hostAccounts, 'create').mockRejectedValue(new Error('away'));
  expect(await onboard(world, home)).toMatchObject({ ok: false, kind: 'unavailable', retryAfterSeconds: 10 });
  expect((await accountOf(world, home)).state).toBe('creating');
  jest.restoreAllMocks();
  await due(home.hostId);
  await runLane(world.app, hostLane(home.hostId));
  expect((await accountOf(world, home)).state).toBe('onboarding');
  expect(await accountsAtStripe(world, home)).toBe(1);
});
