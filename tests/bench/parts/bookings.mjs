/**
 * Instant booking: `POST /api/bookings` with a quote, which takes the nights and owes the payment, against a plain client that
 * replays the very same statements. Each booking is of another home, so that none waits for another's lock.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { from } from '../asks.mjs';
import { addressOf, copyOfHomes, dropCopy, withClient } from '../database.mjs';
import { daysBefore } from '../homes.mjs';
import { ask } from '../load.mjs';
import { raiseSequences } from '../made-keys.mjs';
import { makePeople, signInAll } from '../people.mjs';
import { replay } from '../replay.mjs';
import { poolMax, startOurs, startStripeStub } from '../servers.mjs';
import { record } from '../statements.mjs';

const perSecondAtMost = 60;
const warmUps = 60;
const guests = 10;

/** @param {import('../bench.mjs').Bench} bench */
export async function measureBookings(bench) {
  const homes = Math.min(...bench.sizes);
  const each = Math.min(bench.seconds * perSecondAtMost, Math.floor((homes / 2 - warmUps) / bench.rounds));
  const count = warmUps + each * bench.rounds;
  const urls = await freshCopies(bench, homes);
  const folder = mkdtempSync(join(tmpdir(), 'casita-bench-'));
  const file = join(folder, 'bookings.json');
  const stripe = await startStripeStub();
  const env = { STRIPE_API_BASE: stripe.url };
  try {
    bench.say(`recording ${count} bookings`);
    writeFileSync(file, JSON.stringify(await recordBookings(urls.ours, env, count)));
    const ours = await startOurs(urls.ours, env);
    try {
      const asks = await bookingsOf(urls.ours, ours.url, count, 'measured');
      await compare(bench, { homes, each, asks, ours, order: { databaseUrl: urls.replay, file, connections: Number(poolMax) } }); // prettier-ignore
    } finally {
      await ours.stop();
    }
  } finally {
    await stripe.stop();
    rmSync(folder, { recursive: true });
    for (const name of Object.values(names(homes))) await dropCopy(bench.server, name);
  }
}

async function compare(bench, { homes, each, asks, ours, order }) {
  bench.say(`instant bookings, ${each} a round`);
  await ask(ours.url, asks.slice(0, warmUps), 'once');
  await replay({ ...order, first: 0, count: warmUps });
  const next = { ours: warmUps, replay: warmUps };
  const take = (name) => (next[name] += each) - each;
  await bench.takeTurns({
    id: 'bookings',
    what: 'instant booking',
    homes,
    turns: {
      ours: () => {
        const first = take('ours');
        return ask(ours.url, asks.slice(first, first + each), 'once');
      },
      'plain client': () => replay({ ...order, first: take('replay'), count: each }),
    },
    ratios: [{ of: 'ours', to: 'plain client', atLeast: 0.5 }],
  });
}

const names = (homes) => ({ ours: `casita_bench_${homes}_book`, replay: `casita_bench_${homes}_replay` });

/** Two of the same state: one to book in, one to replay what was done in it. */
async function freshCopies(bench, homes) {
  const urls = {};
  for (const [key, name] of Object.entries(names(homes))) {
    await dropCopy(bench.server, name);
    await copyOfHomes(bench.server, homes, name.split('_').at(-1), bench.say);
    urls[key] = addressOf(bench.server, name);
  }
  // Who signs in is there before, under the same ids: what is replayed refers to them.
  for (const url of Object.values(urls)) await makePeople(url);
  for (const url of Object.values(urls)) await withClient(url, raiseSequences);
  return urls;
}

/** @returns the statements of so many bookings, one after the other */
const recordBookings = (databaseUrl, env, count) =>
  record(databaseUrl, env, async (send, url) => {
    for (const [n, each] of (await bookingsOf(databaseUrl, url, count, 'recorded')).entries()) await send(`${n}`, each);
  });

/** Asks for bookings, each with a quote of its own that has just been given. */
async function bookingsOf(databaseUrl, url, count, purpose) {
  const tokens = await signInAll(databaseUrl, url, guests);
  const homes = await instantHomes(databaseUrl, count);
  const asks = [];
  for (const [n, documentId] of homes.entries()) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${tokens[n % tokens.length]}`, ...from(n) }; // prettier-ignore
    const quoted = await fetch(`${url}/api/properties/${documentId}/quote`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...freeNights[purpose], adults: 2 }),
    });
    const answer = await quoted.json();
    if (!quoted.ok) throw new Error(`quote of ${documentId}: ${JSON.stringify(answer)}`);
    asks.push({
      path: '/api/bookings',
      method: 'POST',
      headers: { ...headers, 'idempotency-key': randomUUID() },
      body: JSON.stringify({ quote: answer.data.quote }),
    });
  }
  return asks;
}

const dayAhead = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** Stays end by the eleventh night of their slot of eighteen: these are free in every home. */
const freeNights = {
  recorded: { checkIn: dayAhead(daysBefore + 13), checkOut: dayAhead(daysBefore + 16) },
  measured: { checkIn: dayAhead(daysBefore + 31), checkOut: dayAhead(daysBefore + 34) },
};

const instantHomes = (databaseUrl, count) =>
  withClient(databaseUrl, async (client) => {
    const { rows } = await client.query(
      `select document_id from search_property where listed and instant_book and max_guests >= 2 and min_nights <= 3
       order by hashint4(property_id) limit $1`,
      [count],
    );
    if (rows.length < count) throw new Error(`${count} homes to book at once are needed, there are ${rows.length}`);
    return rows.map((row) => row.document_id);
  });
