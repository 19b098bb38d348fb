import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import {
  listen,
  openInbox,
  ownDatabase,
  raw,
  sdk,
  PUBLISHABLE_KEY,
  SECRET_KEY,
  WEBHOOK_SECRET,
  type Inbox,
} from './support';

/** The sandbox as `npm run sandbox:stripe` starts it, in processes of its own that can be killed. */

const root = resolve(__dirname, '../../..');
const running = new Set<ChildProcess>();
let own: Awaited<ReturnType<typeof ownDatabase>>;
let inbox: Inbox;

beforeEach(async () => {
  own = await ownDatabase();
  inbox = await openInbox();
});
afterEach(async () => {
  await Promise.all([...running].map(kill));
  await inbox.close();
  await own.drop();
});

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server as never);
  await new Promise((done) => server.close(done));
  return port;
}

async function start(): Promise<{ child: ChildProcess; port: number }> {
  const port = await freePort();
  const child = spawn(process.execPath, [resolve(root, 'dist/src/cli/sandbox-stripe.js')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      CASITA_ENV_FILE: 'none',
      DATABASE_URL: own.url,
      PORT: String(port),
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
      STRIPE_WEBHOOK_URL: inbox.url,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    },
  });
  running.add(child);
  let said = '';
  await new Promise<void>((ready, failed) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('listening on')) ready();
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('exit', (code) => failed(new Error(`the sandbox ended with ${String(code)}: ${said}`)));
  });
  child.removeAllListeners('exit');
  return { child, port };
}

async function kill(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('it did not come about in a minute');
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const payment = { amount: 8_000, currency: 'eur' } as const;
const intents = async (port: number) => (await sdk(SECRET_KEY, port).paymentIntents.list({ limit: 100 })).data;

async function makeSlow(port: number, kind: 'slow' | 'slow_answer'): Promise<void> {
  await raw(port, 'POST', '/_controls/faults', { body: `kind=${kind}&delay_ms=20000&path=/v1/payment_intents` });
}

test('killed while acting, it has done nothing, and the key is free', async () => {
  const first = await start();
  await makeSlow(first.port, 'slow');
  const cut = sdk(SECRET_KEY, first.port).paymentIntents.create(payment, { idempotencyKey: 'cut' });
  const ended = expect(cut).rejects.toMatchObject({ type: 'StripeConnectionError' });
  await pause(500);
  await kill(first.child);
  await ended;
  const second = await start();
  expect(await intents(second.port)).toEqual([]);
  const done = await sdk(SECRET_KEY, second.port).paymentIntents.create(payment, { idempotencyKey: 'cut' });
  expect(done.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(await intents(second.port)).toHaveLength(1);
});

test('killed after acting, before answering: the key finds what was done, and its webhook comes', async () => {
  const first = await start();
  inbox.answerWith = 503;
  await makeSlow(first.port, 'slow_answer');
  const cut = sdk(SECRET_KEY, first.port).paymentIntents.create(payment, { idempotencyKey: 'cut' });
  const ended = expect(cut).rejects.toMatchObject({ type: 'StripeConnectionError' });
  await pause(500);
  await kill(first.child);
  await ended;
  inbox.answerWith = 200;
  const second = await start();
  const again = await sdk(SECRET_KEY, second.port).paymentIntents.create(payment, { idempotencyKey: 'cut' });
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect((await intents(second.port)).map(({ id }) => id)).toEqual([again.id]);
  await until(() => inbox.types().includes('payment_intent.created'));
});

test('two processes on the same state: one object a key, each event delivered once', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  const call = async (port: number, index: number): Promise<string> => {
    for (;;) {
      try {
        return (await sdk(SECRET_KEY, port).paymentIntents.create(payment, { idempotencyKey: `both-${index}` })).id;
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode !== 409) throw error;
        await pause(20);
      }
    }
  };
  const pairs = await Promise.all(
    Array.from({ length: 40 }, (_, index) => Promise.all([call(one.port, index), call(two.port, index)])),
  );
  expect(pairs.every(([here, there]) => here === there)).toBe(true);
  expect(await intents(one.port)).toHaveLength(40);
  await until(() => inbox.received.length >= 40);
  await pause(300);
  const delivered = inbox.received.map(({ event }) => event.id);
  expect(delivered).toHaveLength(40);
  expect(new Set(delivered).size).toBe(40);
});

test('its own clock moves forward for every process, and what falls due happens', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  const held = await sdk(SECRET_KEY, one.port).paymentIntents.create({
    ...payment,
    capture_method: 'manual',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    confirm: true,
    payment_method: 'pm_card_visa',
  });
  expect(held.status).toBe('requires_capture');
  const moved = await raw(two.port, 'POST', '/_controls/clock', { body: 'advance=P8D' });
  expect(moved.status).toBe(200);
  const expired = await sdk(SECRET_KEY, one.port).paymentIntents.retrieve(held.id);
  expect(expired.status).toBe('canceled');
  await until(() => inbox.types().includes('charge.expired'));
  await until(async () => {
    const made = await sdk(SECRET_KEY, one.port).customers.create();
    return made.created >= held.created + 8 * 86_400;
  });
  const backwards = await raw(two.port, 'POST', '/_controls/clock', { body: 'to=2001-01-01T00:00:00Z' });
  expect(new Date(String(backwards.body['now'])).getTime()).toBeGreaterThan(Date.now() + 7 * 86_400_000);
});
