import type { AccountActor, Casita } from '../../src/ports';
import { runProgram, type ProcessSettings } from './killed-process';

/** What begins a stretch of a stay's later life: a job's turn, news of the bank, or what a person asks for. */
export type Step =
  | { readonly kind: 'release' }
  | { readonly kind: 'payout'; readonly payoutId: number; readonly propertyId: number }
  | { readonly kind: 'cancel'; readonly actor: AccountActor; readonly documentId: string }
  | { readonly kind: 'charge'; readonly paymentId: number; readonly propertyId: number }
  | { readonly kind: 'claim'; readonly actor: AccountActor; readonly documentId: string; readonly key: string }
  | { readonly kind: 'dispute'; readonly stripeDispute: string };

/** One stay, the step it is at, and the condition in SQL under which all that follows from it is done. */
export interface LaterErrand {
  readonly bookingId: number;
  readonly step: Step;
  readonly done: string;
}

export interface LaterSettings extends ProcessSettings {
  readonly publishableKey: string;
  readonly config: Casita['config'];
  readonly secrets: Readonly<Record<string, string>>;
  readonly errands: readonly LaterErrand[];
}

/**
 * A process that is to be killed takes its one step, and makes the calls of its own booking, so that each dies over its own. The one that
 * takes over has every job that the app has; people ask again for what they were not answered.
 */
const program = `
const { sandboxClock } = load('/sandbox/clock.js');
const { stripePorts } = load('/adapters/stripe/stripe-ports.js');
const { runLane } = load('/outbox/run-calls.js');
const { releaseFunds } = load('/api/payout/use-cases/release-funds.js');
const { tryPayout } = load('/api/payout/use-cases/try-payout.js');
const { chargeDue } = load('/api/payment/use-cases/charge-due.js');
const { settleIntent } = load('/api/payment/use-cases/settle-intent.js');
const { cancelBooking } = load('/api/booking/use-cases/cancel-booking.js');
const { answerClaim } = load('/api/damage-claim/use-cases/answer-claim.js');
const { settleDispute } = load('/api/dispute/use-cases/settle-dispute.js');
const clock = sandboxClock(base);
const ports = Object.fromEntries(Object.entries(stripePorts(stripe)).map(([name, port]) => [name, killing(port)]));
const app = { db, clock, config: settings.config, secrets: keyedSecrets(settings.secrets), jobs: { add: async () => undefined },
  feeds: unused, mailer: { send: quiet }, log: { info: quiet, warn: quiet, error: console.error }, ...ports };
async function payClaim(bookingId) {
  const [row] = await base.query("select state, client_secret, stripe_payment_intent as intent from payments where booking_id = $1 and purpose = 'claim'", [bookingId]);
  if (!row || !row.client_secret) return;
  if (row.state === 'requires_payment') await fetch(settings.stripeUrl + '/v1/payment_intents/' + row.intent + '/confirm', { method: 'POST',
    headers: { authorization: 'Bearer ' + settings.publishableKey, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_secret: row.client_secret, payment_method: 'pm_card_visa' }) });
  return row.intent;
}
const lane = (bookingId) => runLane(app, 'booking:' + bookingId);
const asPerson = ({ actor, documentId, key }) => ({ actor, side: 'guest', door: 'rest', bookingDocumentId: documentId, reason: null, idempotencyKey: key ?? null });
const people = {
  cancel: (step) => cancelBooking(app, { ...asPerson(step), expectedRefund: null }),
  async claim(step, bookingId) {
    await answerClaim(app, { ...asPerson(step), n: 1, answer: 'accept', amount: null, message: null, card: null });
    await lane(bookingId);
    return payClaim(bookingId);
  },
};
const steps = {
  ...people,
  release: (step, bookingId) => releaseFunds(app, bookingId),
  payout: ({ payoutId, propertyId }, bookingId) => tryPayout(app, { id: payoutId, booking_id: bookingId, property_id: propertyId }),
  charge: ({ paymentId, propertyId }, bookingId) => chargeDue(app, { payment_id: paymentId, booking_id: bookingId, property_id: propertyId }),
  dispute: ({ stripeDispute }) => settleDispute(app, stripeDispute, 'webhook'),
  async claim(step, bookingId) {
    const intent = await people.claim(step, bookingId);
    await settleIntent(app, intent, 'webhook');
  },
};
async function toTheKill([{ bookingId, step }]) {
  await steps[step.kind](step, bookingId);
  await lane(bookingId);
}
const isDone = async ({ bookingId, done }) => (await base.query('select (' + done + ") and not exists (select from stripe_call where lane = 'booking:' || $1 and state = 'pending') as done", [bookingId]))[0].done;
async function makeGood(errands) {
  const { dueJobs } = load('/jobs/index.js');
  let open = errands;
  for (;;) {
    for (const { bookingId, step } of open) if (people[step.kind]) await people[step.kind](step, bookingId);
    for (const job of dueJobs) await job.run(app).catch((error) => console.error(job.name, error.message));
    const dones = await Promise.all(open.map(isDone));
    open = open.filter((_, n) => !dones[n]);
    if (open.length === 0) return;
    await sleep(1000);
  }
}
clock.start().then(() => (kill ? toTheKill : makeGood)(settings.errands)).then(async () => {
  clock.stop();
  await base.close();
  process.exit(0);
}).catch((error) => { console.error(error); process.exit(1); });
`;

/** @returns how the process ended, and after how many milliseconds of work */
export const runLater = (settings: LaterSettings) => runProgram(program, settings);
