import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/adapters/postgres/sql';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import { startApp, type AppProcess } from '../services/support/app-process';
import { openTestDatabase } from '../services/support/test-database';
import { alterationParties, nights, type Booked } from './support/alteration-parties';
import { graphql, type Answer } from './support/client';
import { openDoors, type Person } from './support/people';

/** Two answers to one proposal at once, over HTTP: the first counts, the second is told so, and there is never both. */

let app: AppProcess;
let db: Database;
let parties: Awaited<ReturnType<typeof alterationParties>>;
let stay: Booked;

beforeAll(async () => {
  app = await startApp({ env: { ...openDoors } });
  db = openTestDatabase(app.database.url);
  parties = await alterationParties(app, db);
  stay = await parties.booked();
}, 240_000);
afterAll(async () => {
  await db?.close();
  await app?.end();
});

type Act = 'accept' | 'decline' | 'withdraw';
const ends: Readonly<Record<Act, string>> = { accept: 'applied', decline: 'declined', withdraw: 'withdrawn' };

let adults = 2;
let n = 0;

/** Another number of guests costs nothing, so that one booking can be altered again and again. @returns whether it was proposed */
async function propose(): Promise<number> {
  const body = { ...nights(stay, 3), adults: adults === 2 ? 1 : 2 };
  const { status } = await parties.send(parties.guest, stay, '', body, { 'idempotency-key': randomUUID() });
  n += 1;
  return status;
}

const who = (act: Act): Person => (act === 'withdraw' ? parties.guest : parties.host);
const rest = (act: Act): Promise<Answer> =>
  parties.send(who(act), stay, `/${n}/${act}`, {}, { 'idempotency-key': randomUUID() });

async function twin(act: Act): Promise<Answer> {
  const answer = await graphql(
    app,
    `mutation ($id: ID!, $n: Int!) { ${act}Alteration(id: $id, n: $n) { state } }`,
    { id: stay.id, n },
    who(act).token,
  );
  return { ...answer, status: answer.body.errors?.[0].extensions.status ?? 200 };
}

const pairs: readonly (readonly [Act, Act])[] = [
  ['accept', 'accept'],
  ['accept', 'decline'],
  ['accept', 'withdraw'],
  ['decline', 'withdraw'],
  ['decline', 'decline'],
  ['withdraw', 'withdraw'],
];

test.each(pairs)('%s and %s', async (one, other) => {
  for (const [first, second] of [
    [() => rest(one), () => rest(other)],
    [() => rest(other), () => rest(one)],
    [() => rest(one), () => twin(other)],
    [() => twin(one), () => rest(other)],
  ] as const) {
    expect(await propose()).toBe(201);
    const answers = await Promise.all([first(), second()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { state } = (await parties.list(stay)).find((each: { n: number }) => each.n === n);
    expect([ends[one], ends[other]]).toContain(state);
    const events = await db.query<{ move: string }>(
      'select e.move from booking_events e join bookings b on b.id = e.booking_id where b.document_id = $1 and e.alteration = $2 order by e.id',
      [stay.id, n],
    );
    const act = (Object.keys(ends) as Act[]).find((each) => ends[each] === state);
    expect(events.map(({ move }) => move)).toEqual([
      'propose_alteration',
      `${act}_alteration`,
      ...(act === 'accept' ? ['apply_alteration'] : []),
    ]);
    if (act === 'accept') adults = adults === 2 ? 1 : 2;
    expect((await parties.read(stay)).adults).toBe(adults);
    expect(await brokenInvariants(db)).toEqual([]);
  }
});
