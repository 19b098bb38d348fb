import { Client } from 'pg';
import type { Log } from '../../ports';

export interface ChangeFeedOptions {
  /** Straight to PostgreSQL, or through a pooler that gives a connection for as long as it lasts. */
  readonly connectionString: string;
  readonly log: () => Log;
  readonly heard: (payload: string) => void;
  /** From here on every commit is heard. */
  readonly up: () => void;
  /** An answer is late: commits may have gone unheard by now. Followed by `sure` or `down`. */
  readonly doubt: () => void;
  /** Everything that was committed until the last question has been heard. */
  readonly sure: () => void;
  /** From here on commits may go unheard. */
  readonly down: () => void;
}

/** The process's one connection that listens. */
export interface ChangeFeed {
  start(): void;
  stop(): Promise<void>;
  isUp(): boolean;
  /**
   * Resolves when every notice of what was committed before this call has been heard, or `down` has been called. PostgreSQL hands
   * out a connection's notices before it answers its next question, so one round trip is enough. Never rejects.
   */
  caughtUp(): Promise<void>;
}

/** Together the longest that something old can be given out: a line that goes dead in silence is doubted after them. */
const HEARTBEAT_MS = 500;
const DOUBT_MS = 500;
/** Then another connection is made. */
const ANSWER_MS = 2_000;
const RECONNECT_MS = 250;

export function changeFeed(options: ChangeFeedOptions): ChangeFeed {
  let listening: Client | null = null;
  let heartbeat: NodeJS.Timeout | undefined;
  let reconnect: NodeJS.Timeout | undefined;
  let connecting: Promise<void> = Promise.resolve();
  let stopped = true;
  let saidAway = false;

  const lose = (client: Client, why: string) => {
    if (listening !== client) return;
    listening = null;
    clearInterval(heartbeat);
    options.down();
    void client.end().catch(() => undefined);
    if (stopped) return;
    options.log().warn(`Changes are not heard, nothing is kept meanwhile: ${why}`);
    saidAway = true;
    again();
  };
  const again = () => {
    if (!stopped) reconnect = setTimeout(() => (connecting = connect()), RECONNECT_MS);
  };
  const ask = async (client: Client) => {
    const doubtful = setTimeout(() => listening === client && options.doubt(), DOUBT_MS);
    try {
      await client.query('select 1');
      if (listening === client) options.sure();
    } catch (error) {
      lose(client, String(error));
    } finally {
      clearTimeout(doubtful);
    }
  };
  const rounds = roundTrips(() => (listening ? ask(listening) : Promise.resolve()));

  async function connect(): Promise<void> {
    const client = new Client({
      connectionString: options.connectionString,
      application_name: 'casita-changes',
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      // So that PostgreSQL does not keep a listener for hours that has gone without a word.
      options: '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
    });
    client.on('error', (error) => lose(client, error.message));
    client.on('end', () => lose(client, 'the connection ended'));
    client.on('notification', ({ payload }) => listening === client && options.heard(payload ?? ''));
    try {
      await client.connect();
      await client.query('listen casita_changed');
    } catch {
      void client.end().catch(() => undefined);
      return again();
    }
    if (stopped) return void client.end().catch(() => undefined);
    listening = client;
    options.up();
    if (saidAway) options.log().info('Changes are heard again');
    saidAway = false;
    heartbeat = setInterval(() => void rounds(), HEARTBEAT_MS);
  }

  return {
    start() {
      stopped = false;
      connecting = connect();
    },
    async stop() {
      stopped = true;
      clearTimeout(reconnect);
      await connecting;
      if (listening) lose(listening, 'stopping');
    },
    isUp: () => listening !== null,
    caughtUp: rounds,
  };
}

/** One round trip at a time. One that is under way may have been answered too early for who asks now: all of those share the next. */
function roundTrips(once: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const run = (): Promise<void> => {
    running = once().finally(() => (running = null));
    return running;
  };
  return () => {
    if (!running) return run();
    next ??= running.then(() => {
      next = null;
      return run();
    });
    return next;
  };
}
