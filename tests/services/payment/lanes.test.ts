import { setTimeout as sleep } from 'node:timers/promises';
import { oweCall } from '../../../src/outbox/owe-call';
import { takeCall, type CallRow } from '../../../src/outbox/queries/calls';
import { createTestCasita, type TestCasita } from '../support/casita';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

const LANE = 'booking:0';

it('gives the calls of a lane to one at a time, the oldest first, whoever comes at once', async () => {
  const { app } = world;
  const at = app.clock.now().toString();
  await app.db.transaction(async (tx) => {
    for (const key of ['first', 'second']) await oweCall(app, tx, { lane: LANE, kind: 'refund', subjectId: 0, key });
  });
  let other: Promise<CallRow | null> = Promise.resolve(null);
  await app.db.transaction(async (tx) => {
    expect(await takeCall(tx, LANE, at)).toMatchObject({ idempotency_key: 'first' });
    other = takeCall(app.db, LANE, at);
    await sleep(200);
  });
  expect(await other).toBeNull();
});

it('leaves nothing in the worker’s queue that stays when its job is done', async () => {
  const queues = await world.app.db.query('select queue_name from graphile_worker._private_job_queues');
  expect(queues).toEqual([]);
});
