import { runCalls } from '../../../src/outbox/run-calls';
import { createTestCasita, marketplaceConfig, type TestCasita } from '../support/casita';
import { instalments } from '../support/instalments';
import { owings, type Owing } from './owings';

/**
 * Calls whose answer was lost, or that never arrived, and that are made good more than a day later: the provider has forgotten their keys,
 * so that the same call would make another object. What is there is found; what is not is made, once, under the key that it always had.
 */

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita({ config: { ...marketplaceConfig(), instalments } });
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => world.close());

async function asked<T>(sql: string, value: unknown): Promise<T | undefined> {
  return (await world.app.db.query<{ answer: T }>(`select (${sql}) as answer`, [value]))[0]?.answer;
}

/** The call of the provider's port, which fails once: before it acts, or after. @returns the keys that it was made with */
function failOnce({ port, method }: Owing, when: 'before' | 'after'): () => unknown[] {
  const on = world.app[port] as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
  const real = on[method]?.bind(on);
  if (!real) throw new Error(`no ${method} of ${port}`);
  const spy = jest.spyOn(on, method).mockImplementationOnce(async (...given) => {
    if (when === 'after') await real(...given);
    throw new Error('killed');
  });
  return () => spy.mock.calls.map((given) => given.at(-1));
}

/** More than a day without anybody working, here or there: the provider only forgets. */
async function dayLater(bookingId: number, key: unknown): Promise<void> {
  await world.clock.moveTo(world.clock.now().add({ hours: 25 }));
  const kept = `select count(*)::int from stripe_sandbox.idempotency where key = $1 and created_at > '${world.clock.now().subtract({ hours: 24 }).toString()}'`;
  expect(await asked(kept, key)).toBe(0);
  await world.app.db.query(`update stripe_call set next_attempt_at = now() where lane = $1 and state = 'pending'`, [
    `booking:${bookingId}`,
  ]);
}

const state = (key: unknown) =>
  asked(`select state || ' after ' || attempts from stripe_call where idempotency_key = $1`, key);

describe.each(Object.entries(owings))('%s', (_name, owe) => {
  it.each([
    ['is found where its answer was lost', 'after'],
    ['is made once where it never arrived', 'before'],
  ] as const)('%s', async (_what, when) => {
    const owing = await owe(world);
    const { bookingId, made, done, again } = owing;
    const keys = failOnce(owing, when);
    await runCalls(world.app, bookingId);
    expect(keys()).toHaveLength(1);
    const [key] = keys();
    expect([await state(key), await asked(done, bookingId)]).toEqual(['pending after 1', false]);
    expect(await asked(made, bookingId)).toBe(when === 'after' ? 1 : 0);
    await dayLater(bookingId, key);
    await runCalls(world.app, bookingId);
    expect(keys()).toEqual(when === 'before' || again ? [key, key] : [key]);
    expect(await state(key)).toMatch(/^(done|failed) after 2$/);
    expect([await asked(made, bookingId), await asked(done, bookingId)]).toEqual([1, true]);
    // Whatever the day has brought about beside it: nothing of it makes another.
    await world.settle();
    await world.checkInvariants();
    expect(await asked(made, bookingId)).toBe(1);
  });
});
