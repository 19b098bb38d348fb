import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { AccountActor, Casita } from '../../src/ports';

const dist = resolve(__dirname, '../../dist/src');

/** Where a process dies: at the `nth` transaction that runs a statement like `statement`, or at the `nth` call of `method` to the provider. */
export type KillPoint =
  | { readonly at: 'transaction'; readonly statement: string; readonly when: 'before commit' | 'after commit' }
  | { readonly at: 'call'; readonly method: string; readonly when: 'before' | 'after' };

/** One guest: books under a key, pays, and cancels. Said again by another process it is the same booking. */
export interface Errand {
  readonly actor: AccountActor;
  readonly quote: string;
  readonly key: string;
}

export interface ProcessSettings {
  readonly url: string;
  readonly stripeUrl: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly config: Casita['config'];
  readonly secrets: Readonly<Record<string, string>>;
  readonly errands: readonly Errand[];
  readonly kill: KillPoint | null;
}

/** The app's use cases, outbox, inbox and jobs, without doors; the guest's own steps are asked for again until they are done. */
const program = `
const load = (path) => require(${JSON.stringify(dist)} + path);
const { setTimeout: sleep } = require('node:timers/promises');
const { openDatabase } = load('/adapters/postgres/database.js');
const { keyedSecrets } = load('/adapters/keyed-secrets.js');
const { stripeClient } = load('/adapters/stripe/stripe-client.js');
const { stripePayments } = load('/adapters/stripe/stripe-payments.js');
const { stripeBalances } = load('/adapters/stripe/stripe-balances.js');
const { placeBooking } = load('/api/booking/use-cases/place-booking.js');
const { cancelBooking } = load('/api/booking/use-cases/cancel-booking.js');
const { bookingViewById } = load('/api/booking/queries/booking-view.js');
const { runLane } = load('/outbox/run-calls.js');
const { lanesWithDueCalls } = load('/outbox/queries/calls.js');
const { makeOwedCalls, workEvents, reconcile } = load('/jobs/settle-payments.js');
const { reconcileBalance, reconcileEvents } = load('/jobs/reconcile-balance.js');
const { takeEvent } = load('/inbox/take-event.js');
const { systemClock } = load('/sandbox/clock.js');
const settings = JSON.parse(process.argv[1]);
const { kill } = settings;
const die = () => process.kill(process.pid, 'SIGKILL');
// After a kill the process must not take one step more.
const dieNow = async () => { die(); await new Promise(() => setInterval(() => undefined, 1000)); };
const base = openDatabase({ connectionString: settings.url, poolMax: 6, lockTimeoutMs: 30000, statementTimeoutMs: 60000 });
const statement = kill && kill.at === 'transaction' ? new RegExp(kill.statement) : null;
const db = { ...base, async transaction(work) {
  let hit = false;
  const result = await base.transaction(async (tx) => {
    const watched = { ...tx, query: (text, values) => { if (statement && statement.test(text)) hit = true; return tx.query(text, values); } };
    const done = await work(watched);
    if (hit && kill.when === 'before commit') await dieNow();
    return done;
  });
  if (hit && kill.when === 'after commit') await dieNow();
  return result;
} };
const killing = (port) => kill && kill.at === 'call' ? new Proxy(port, { get: (target, method) => method !== kill.method ? target[method] : async (...given) => {
  if (kill.when === 'before') await dieNow();
  const answer = await target[method](...given);
  await dieNow();
  return answer;
} }) : port;
const stripe = stripeClient({ secretKey: settings.secretKey, apiBase: settings.stripeUrl });
const quiet = () => undefined;
const unused = new Proxy({}, { get: () => async () => { throw new Error('not part of this'); } });
const app = { db, clock: systemClock, config: settings.config, secrets: keyedSecrets(settings.secrets), jobs: { add: async () => undefined },
  payments: killing(stripePayments(stripe)), balances: stripeBalances(stripe), savedCards: unused, disputes: unused, hostAccounts: unused,
  transfers: unused, mailer: { send: quiet }, log: { info: quiet, warn: quiet, error: console.error } };
async function confirm(secret) {
  await fetch(settings.stripeUrl + '/v1/payment_intents/' + secret.split('_secret_')[0] + '/confirm', { method: 'POST',
    headers: { authorization: 'Bearer ' + settings.publishableKey, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_secret: secret, payment_method: 'pm_card_visa' }) });
}
// What the webhook would bring, once: who dies over it has lost it.
async function news(secret) {
  const objectId = secret.split('_secret_')[0];
  await takeEvent(app, { id: 'evt_of_' + objectId, type: 'payment_intent.succeeded', objectId, account: null, payload: {} });
}
async function jobs() {
  for (const job of [reconcileEvents, workEvents, makeOwedCalls, reconcile, reconcileBalance]) await job.run(app).catch((error) => console.error(job.name, error.message));
}
async function run({ actor, quote, key }) {
  const placed = await placeBooking(app, { actor, door: 'rest', quote, message: '', idempotencyKey: key });
  if (!placed.ok) throw new Error(placed.message);
  const id = placed.value.bookingId;
  let paid = false;
  for (;;) {
    await runLane(app, 'booking:' + id);
    const booking = await bookingViewById(db, id);
    if (booking.state === 'held' && booking.payment?.clientSecret && !paid) { paid = true; await confirm(booking.payment.clientSecret); await news(booking.payment.clientSecret); }
    if (booking.state === 'confirmed') {
      await cancelBooking(app, { actor, side: 'guest', door: 'rest', bookingDocumentId: booking.document_id, reason: null, expectedRefund: null });
    }
    if (booking.state === 'cancelled' && (await settled(id))) return;
    await sleep(150);
  }
}
async function settled(id) {
  const [row] = await db.query("select (select count(*) from stripe_call where lane = $1 and state = 'pending')::int as calls, (select count(*) from refunds where booking_id = $2 and state <> 'succeeded')::int as refunds", ['booking:' + id, id]);
  return row.calls === 0 && row.refunds === 0;
}
let over = false;
async function keepWorking() { while (!over) { await jobs(); await sleep(kill ? 300 : 1000); } }
const working = keepWorking();
Promise.all(settings.errands.map(run)).then(async () => {
  over = true;
  await working;
  process.stdout.write('done\\n');
  await base.close();
  process.exit(0);
}).catch((error) => { console.error(error); process.exit(1); });
`;

/** @returns how the process ended, and after how many milliseconds of work */
export async function runProcess(
  settings: ProcessSettings,
): Promise<{ readonly signal: NodeJS.Signals | null; readonly code: number | null; readonly ms: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, ['-e', program, JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((done) => {
    child.once('exit', (code, signal) => done({ code, signal, ms: performance.now() - started }));
  });
}
