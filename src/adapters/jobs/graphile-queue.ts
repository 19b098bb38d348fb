import { EventEmitter } from 'node:events';
import { Logger, run, runMigrations, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Pool } from 'pg';
import type { JobQueue, Log } from '../../ports';
import { watchLivingWorkers } from './living-workers';

/** The queue lives in PostgreSQL: a job commits together with what needs it, and any number of processes may work it. */
export function graphileQueue(): JobQueue {
  return {
    async add(tx, task, payload, options = {}) {
      await tx.query(
        'select graphile_worker.add_job($1, payload := $2::json, queue_name := $3, job_key := $4, max_attempts := 25)',
        [task, JSON.stringify(payload), options.queue ?? null, options.key ?? null],
      );
    },
  };
}

export async function migrateQueue(pool: Pool, log: Log): Promise<void> {
  await runMigrations({ pgPool: pool, logger: quiet(log) });
}

export interface QueueWorker {
  /** Waits for the jobs that are under way. */
  stop(): Promise<void>;
}

export async function startQueueWorker(
  pool: Pool,
  tasks: TaskList,
  concurrency: number,
  log: Log,
): Promise<QueueWorker> {
  const living = watchLivingWorkers(pool, log);
  const events = new EventEmitter() as WorkerEvents;
  events.on('worker:create', ({ worker }) => living.add(worker.workerId));
  const runner = await run({
    pgPool: pool,
    taskList: tasks,
    concurrency,
    pollInterval: 1_000,
    noHandleSignals: true,
    crontab: '',
    logger: quiet(log),
    events,
  });
  return {
    async stop() {
      await runner.stop();
      await living.stop();
    },
  };
}

/** Only what an operator has to see. */
const quiet = (log: Log): Logger =>
  new Logger(() => (level, message) => {
    if (level === 'error') log.error(`jobs: ${message}`);
    if (level === 'warning') log.warn(`jobs: ${message}`);
  });
