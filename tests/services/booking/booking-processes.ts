import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { AccountActor, Casita } from '../../../src/ports';

const dist = resolve(__dirname, '../../../dist/src');

/** What one attempt of one process came to. */
export interface Attempted {
  readonly from: string;
  readonly to: string;
  readonly property: string;
  readonly bookingId: number | null;
  /** Status of a refusal; 500 for a fault. */
  readonly status: number;
  readonly reasons: readonly { readonly code: string; readonly value?: unknown }[];
  readonly ms: number;
  /** When the answer was there. */
  readonly at: number;
}

export interface Attempt {
  readonly actor: AccountActor;
  readonly property: string;
  readonly from: string;
  readonly to: string;
  /** Left out: a quote is asked for first. */
  readonly quote?: string;
}

/** A use-case process without doors: what each of several instances does once a request has come in. */
const program = `
const load = (path) => require(${JSON.stringify(dist)} + path);
const { createInterface } = require('node:readline');
const { randomUUID } = require('node:crypto');
const { openDatabase } = load('/adapters/postgres/database.js');
const { keyedSecrets } = load('/adapters/keyed-secrets.js');
const { placeBooking } = load('/api/booking/use-cases/place-booking.js');
const { quoteStay } = load('/api/booking/use-cases/quote-stay.js');
const { httpOf } = load('/contract/refusal-http.js');
const { systemClock } = load('/sandbox/clock.js');
const settings = JSON.parse(process.argv[1]);
const db = openDatabase({ connectionString: settings.url, poolMax: 10, lockTimeoutMs: 30000, statementTimeoutMs: 60000 });
const quiet = () => undefined;
const app = { db, clock: systemClock, config: settings.config, secrets: keyedSecrets(settings.secrets), jobs: { add: async () => undefined },
  log: { info: quiet, warn: quiet, error: console.error } };
const guests = { adults: 2, children: 0, infants: 0, pets: 0 };
async function attempt({ actor, property, from, to, quote }) {
  const started = performance.now();
  const quoted = quote ? { ok: true, value: { token: quote } }
    : await quoteStay(app, { propertyDocumentId: property, request: { checkIn: from, checkOut: to, guests }, coupon: null, actor });
  const outcome = quoted.ok
    ? await placeBooking(app, { actor, door: 'rest', quote: quoted.value.token, message: '', idempotencyKey: randomUUID() })
    : quoted;
  return { from, to, property, bookingId: outcome.ok ? outcome.value.bookingId : null, status: outcome.ok ? 201 : httpOf[outcome.kind].status,
    reasons: outcome.ok ? [] : outcome.reasons, ms: performance.now() - started, at: Date.now() };
}
async function many({ attempts, abreast }) {
  const results = [];
  let next = 0;
  const one = async () => {
    while (next < attempts.length) {
      const each = attempts[next++];
      results.push(await attempt(each).catch((error) => ({ ...each, status: 500, bookingId: null, reasons: [{ code: error.message }], ms: 0, at: Date.now() })));
    }
  };
  await Promise.all(Array.from({ length: abreast }, one));
  return results;
}
createInterface({ input: process.stdin }).on('line', (line) => {
  many(JSON.parse(line)).then((results) => process.stdout.write(JSON.stringify(results) + '\\n'));
}).on('close', () => process.exit(0));
process.stdout.write('ready\\n');
`;

export interface BookingProcess {
  /** @param abreast how many are under way at once */
  attempt(attempts: readonly Attempt[], abreast: number): Promise<Attempted[]>;
  stop(): void;
}

export async function startBookingProcess(
  url: string,
  config: Casita['config'],
  secrets: Readonly<Record<string, string>>,
): Promise<BookingProcess> {
  const child: ChildProcess = spawn(process.execPath, ['-e', program, JSON.stringify({ url, config, secrets })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (!child.stdin || !child.stdout) throw new Error('no pipes');
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('the process has ended');
    return line.value;
  };
  await next();
  return {
    async attempt(attempts, abreast) {
      stdin.write(`${JSON.stringify({ attempts, abreast })}\n`);
      return JSON.parse(await next()) as Attempted[];
    },
    stop: () => child.kill('SIGKILL'),
  };
}

/** As instances behind a load balancer: attempt number n goes to process n modulo their count. */
export interface BookingProcesses {
  /** @param abreast how many each process has under way at once */
  attempt(attempts: readonly Attempt[], abreast: number): Promise<Attempted[]>;
  stop(): void;
}

export async function startBookingProcesses(
  count: number,
  ...how: Parameters<typeof startBookingProcess>
): Promise<BookingProcesses> {
  const processes = await Promise.all(Array.from({ length: count }, () => startBookingProcess(...how)));
  return {
    async attempt(attempts, abreast) {
      const shares = processes.map((_, index) => attempts.filter((_attempt, at) => at % count === index));
      return (await Promise.all(processes.map((each, index) => each.attempt(shares[index] ?? [], abreast)))).flat();
    },
    stop() {
      for (const each of processes) each.stop();
    },
  };
}

/** How many answers there were of each status. */
export function countedByStatus(results: readonly Attempted[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of results) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
