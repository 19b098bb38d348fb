/** Requests in a closed loop, by autocannon in a process of its own: what asking costs must not be taken from what is measured. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ path: string, method?: 'GET' | 'POST', body?: string, headers?: Record<string, string> }} Ask
 * @typedef {{ perSecond: number, p50: number, p95: number, p99: number, notOk: number, asked: number }} Figures milliseconds
 */

/** Connections that ask at a time: the same for everybody. */
const connections = 20;

/**
 * @param {string} url
 * @param {readonly Ask[]} asks each connection goes through all of them, again and again, each from another one on
 * @param {number | 'once'} seconds `once`: each is asked once and no more
 * @returns {Promise<Figures>} `notOk`: errors, time-outs and answers other than 2xx
 */
export function ask(url, asks, seconds) {
  const child = fork(fileURLToPath(import.meta.url), ['generator'], { execArgv: [] });
  return new Promise((done, failed) => {
    child.once('message', done);
    child.once('error', failed);
    child.once('exit', (code) => code !== 0 && failed(new Error(`the load generator ended with ${code}`)));
    child.send({ url, asks, seconds });
  });
}

const shareOf = (asks, client) => asks.filter((_, n) => n % connections === client);

function rotated(asks, client) {
  const shift = Math.floor((client * asks.length) / connections);
  return [...asks.slice(shift), ...asks.slice(0, shift)];
}

async function generate({ url, asks, seconds }) {
  const { default: autocannon } = await import('autocannon');
  const milliseconds = [];
  let clients = 0;
  const running = autocannon({
    url,
    connections,
    ...(seconds === 'once' ? { amount: asks.length } : { duration: seconds }),
    setupClient: (client) => {
      const own = seconds === 'once' ? shareOf(asks, clients) : rotated(asks, clients);
      clients += 1;
      client.setRequests(own.map((each) => ({ method: 'GET', ...each })));
    },
  });
  running.on('response', (_client, _status, _bytes, responseTime) => milliseconds.push(responseTime));
  const { non2xx, errors, timeouts, duration } = await running;
  return { ...figuresOf(milliseconds, duration), notOk: non2xx + errors + timeouts };
}

/** @param {number[]} milliseconds of each answer */
export function figuresOf(milliseconds, seconds) {
  const sorted = Float64Array.from(milliseconds).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  return { perSecond: sorted.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), asked: sorted.length };
}

if (process.argv[2] === 'generator') {
  process.once('message', (load) => {
    generate(load).then(
      (figures) => process.send(figures, () => process.exit(0)),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
