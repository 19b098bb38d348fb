import { setTimeout as sleep } from 'node:timers/promises';
import { roundTripsOf } from '../support/round-trips';
import { onlyDatabase } from '../support/test-database';

let database: Awaited<ReturnType<typeof onlyDatabase>>;
beforeAll(async () => {
  database = await onlyDatabase();
  await database.db.query('create table written (n integer primary key)');
});
afterAll(() => database?.drop());

test('what is asked together goes in one round trip and is done in its order', async () => {
  const { db } = database;
  let seen: unknown;
  const trips = await roundTripsOf(() =>
    db.transaction(async (tx) => {
      seen = await Promise.all([
        tx.query('insert into written values ($1)', [1]),
        tx.query('select n from written'),
        tx.query('delete from written'),
        tx.query('select n from written'),
      ]);
    }),
  );
  expect(seen).toEqual([[], [{ n: 1 }], [], []]);
  expect(trips.map((trip) => trip.length)).toEqual([1, 4, 1]);
});

test('what is asked behind a lock sees what its holder has committed', async () => {
  const { db } = database;
  await db.query('insert into written values (10)');
  let second: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.query('select n from written where n = 10 for update');
    second = db.transaction((other) =>
      Promise.all([
        other.query('select n from written where n = 10 for update'),
        other.query('select n from written where n = 11'),
      ]),
    );
    await sleep(50);
    await tx.query('insert into written values (11)');
  });
  expect(await second).toEqual([[{ n: 10 }], [{ n: 11 }]]);
});

test('where one of several fails, what follows another is not written after the rollback', async () => {
  const { db } = database;
  const late = async (ask: () => Promise<unknown>) => {
    await sleep(50);
    return ask();
  };
  let follows: Promise<unknown> = Promise.resolve();
  const failing = db.transaction((tx) => {
    follows = late(() => tx.query('insert into written values (20)')).catch((error: Error) => error.message);
    return Promise.all([follows, tx.query('select 1 / 0')]);
  });
  await expect(failing).rejects.toThrow('division by zero');
  expect(await follows).toBe('the transaction is over');
  expect(await db.query('select n from written where n = 20')).toEqual([]);
});

test('a connection that breaks fails all that was asked together, and the next transaction has another', async () => {
  const { db } = database;
  const broken = db.transaction((tx) =>
    Promise.allSettled([
      tx.query('insert into written values (30)'),
      tx.query('select pg_terminate_backend(pg_backend_pid())'),
      tx.query('select n from written'),
    ]).then((ends) => ends.map(({ status }) => status)),
  );
  await expect(broken).rejects.toThrow();
  expect(await db.transaction((tx) => tx.query('select n from written where n = 30'))).toEqual([]);
});
