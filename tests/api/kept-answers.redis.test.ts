import { ownRedis, type OwnRedis } from './support/own-redis';
import { wrongReads } from './support/reads-under-load';
import { startTwoApps, type TwoApps } from './support/two-apps';

let redis: OwnRedis;
let world: TwoApps;
beforeAll(async () => {
  redis = await ownRedis();
  await redis.start();
  world = await startTwoApps({ REDIS_URL: redis.url });
});
afterAll(async () => {
  await world?.stop();
  await redis?.end();
});

test('with Redis killed and started in mid-load every answer is right', async () => {
  const disturb = async (write: number) => {
    if (write % 4 === 1) await redis.kill();
    if (write % 4 === 3) await redis.start();
  };
  expect(await wrongReads(world, 12, disturb)).toEqual([]);
});
