import { planNameOf } from '../../../src/adapters/postgres/kept-plans';
import { onlyDatabase } from '../support/test-database';

let database: Awaited<ReturnType<typeof onlyDatabase>>;
beforeAll(async () => {
  database = await onlyDatabase();
});
afterAll(() => database?.drop());

test('a text has a name from its second time on, and one without values none', () => {
  const text = `select $1::integer as once_${Date.now()}`;
  expect(planNameOf(text, [1])).toBeUndefined();
  const name = planNameOf(text, [2]);
  expect(name).toMatch(/^casita-[\w-]{16}$/);
  expect(planNameOf(text, [3])).toBe(name);
  expect([planNameOf('begin', []), planNameOf('begin', []), planNameOf('begin', [])]).toEqual(Array(3).fill(undefined));
});

test('a plan that is kept follows a table that changes', async () => {
  const { db } = database;
  await db.query('create table changing (id integer, said text)');
  await db.query(`insert into changing values (1, 'a')`);
  const ask = () => db.transaction((tx) => tx.query('select said from changing where id = $1', [1]));
  for (let n = 0; n < 8; n += 1) expect(await ask()).toEqual([{ said: 'a' }]);
  await db.query('alter table changing add column more text');
  await db.query('create index changing_id on changing (id)');
  expect(await ask()).toEqual([{ said: 'a' }]);
  await db.query('alter table changing rename to gone');
  await expect(ask()).rejects.toThrow('does not exist');
  await db.query('alter table gone rename to changing');
  expect(await ask()).toEqual([{ said: 'a' }]);
});

test('texts that are put together for one request take no place, and names are bounded', () => {
  for (let n = 0; n < 5_000; n += 1) expect(planNameOf(`select $1 as of_one_request_${n}`, [1])).toBeUndefined();
  for (let n = 0; n < 1_000; n += 1) for (let time = 0; time < 2; time += 1) planNameOf(`select $1 as often_${n}`, [1]);
  expect(planNameOf('select $1 as one_too_many', [1])).toBeUndefined();
  expect(planNameOf('select $1 as one_too_many', [1])).toBeUndefined();
});
