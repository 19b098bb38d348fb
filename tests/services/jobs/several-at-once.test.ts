import { setTimeout as sleep } from 'node:timers/promises';
import { severalAtOnce } from '../../../src/jobs/several-at-once';

const items = Array.from({ length: 30 }, (_, index) => index);
const never = (item: number, error: unknown): void => {
  throw new Error(`${item} failed: ${String(error)}`);
};

test('does all of them, so many at once and no more', async () => {
  const done: number[] = [];
  let [now, most] = [0, 0];
  const work = async (item: number) => {
    most = Math.max(most, (now += 1));
    await sleep(2);
    now -= 1;
    done.push(item);
  };
  expect(await severalAtOnce(items, work, never, { atOnce: 4, seconds: 10 })).toBe(30);
  expect(most).toBe(4);
  expect(done.sort((a, b) => a - b)).toEqual(items);
});

test('one that fails keeps the others from nothing, and is told of', async () => {
  const failed: string[] = [];
  const work = async (item: number) => {
    if (item % 10 === 0) throw new Error('no');
  };
  const done = await severalAtOnce(items, work, (item, error) => failed.push(`${item} ${(error as Error).message}`));
  expect([done, failed]).toEqual([27, ['0 no', '10 no', '20 no']]);
});

test('begins none any more when the time is over, and waits for those that it began', async () => {
  const [begun, done]: [number[], number[]] = [[], []];
  const work = async (item: number) => {
    begun.push(item);
    await sleep(150);
    done.push(item);
  };
  expect(await severalAtOnce(items, work, never, { atOnce: 3, seconds: 0.1 })).toBe(3);
  expect([begun, done.sort()]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

test('none is none', async () => {
  expect(await severalAtOnce([], () => Promise.reject(new Error('called')), never)).toBe(0);
});
