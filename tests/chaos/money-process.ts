import type { AccountActor, Casita } from '../../src/ports';
import { runProgram, type ProcessSettings } from './killed-process';

/** One guest: books under a key, pays, and cancels. Said again by another process it is the same booking. */
export interface Errand {
  readonly actor: AccountActor;
  readonly quote: string;
  readonly key: string;
}

export interface MoneySettings extends ProcessSettings {
  readonly publishableKey: string;
  readonly config: Casita['config'];
  readonly secrets: Readonly<Record<string, string>>;
  readonly errands: readonly Errand[];
}

/** The app's use cases, outbox, inbox and jobs, without doors; the guest's own steps are asked for again until they are done. */
const program = `
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
    await sleep(kill ? 150 : 1000);
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
export const runProcess = (settings: MoneySettings) => runProgram(program, settings);
