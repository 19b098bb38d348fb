import { Client, type Pool } from 'pg';
import type { Log } from '../../ports';

/** First key of the advisory locks; the second is the worker's id, hashed. */
const LOCK_CLASS = 1_846_203_117;
/** Real seconds between two looks, and how old a job must be to be looked at: time enough for a new worker to have its lock. */
const LOOK_SECONDS = 10;

/**
 * A worker that was killed keeps its job, and with it the job's whole queue, for four hours: graphile-worker cannot know that it will
 * not come back. Here each worker holds an advisory lock for as long as its process is connected, and what a worker without one has taken
 * is anybody's again. Should a worker lose its connection and not its life, its job is done twice, which does no harm.
 */
export interface LivingWorkers {
  add(workerId: string): void;
  stop(): Promise<void>;
}

export function watchLivingWorkers(pool: Pool, log: Log): LivingWorkers {
  const workers = new Set<string>();
  let connection: Connection | null = null;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function lookOnce(): Promise<void> {
    try {
      if (connection?.lost !== false) connection = await connect(pool);
      await lockThose(connection, workers);
      await freeJobsOfTheDead(connection.client, log);
    } catch (error) {
      log.warn(`jobs: workers that have died could not be looked for: ${String(error)}`);
    }
  }

  let look = Promise.resolve();
  const next = () => {
    clearTimeout(timer);
    look = look.then(lookOnce).finally(() => {
      clearTimeout(timer);
      if (!stopped) timer = setTimeout(next, LOOK_SECONDS * 1_000);
    });
  };
  return {
    add(workerId) {
      workers.add(workerId);
      next();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await look;
      await connection?.client.end();
    },
  };
}

interface Connection {
  readonly client: Client;
  readonly locked: Set<string>;
  lost: boolean;
}

/** One of its own: the pool would take it back when idle, and the locks with it. */
async function connect(pool: Pool): Promise<Connection> {
  const client = new Client(pool.options);
  const connection: Connection = { client, locked: new Set(), lost: false };
  client.on('error', () => (connection.lost = true));
  client.on('end', () => (connection.lost = true));
  await client.connect();
  return connection;
}

async function lockThose({ client, locked }: Connection, workers: ReadonlySet<string>): Promise<void> {
  for (const worker of workers) {
    if (locked.has(worker)) continue;
    await client.query('select pg_advisory_lock_shared($1, hashtext($2))', [LOCK_CLASS, worker]);
    locked.add(worker);
  }
}

async function freeJobsOfTheDead(client: Client, log: Log): Promise<void> {
  const { rows } = await client.query<{ worker: string }>(
    `select distinct j.locked_by as worker from graphile_worker.jobs j
     where j.locked_by is not null and j.locked_at < now() - make_interval(secs => $2) and not exists (
       select 1 from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
       where l.locktype = 'advisory' and l.objsubid = 2 and l.classid = $1::integer::oid and l.objid = hashtext(j.locked_by)::oid)`,
    [LOCK_CLASS, LOOK_SECONDS],
  );
  if (rows.length === 0) return;
  const dead = rows.map(({ worker }) => worker);
  await client.query('select graphile_worker.force_unlock_workers($1::text[])', [dead]);
  log.warn(`jobs: ${dead.length} worker(s) died at their work, which is done again`);
}
