import { Client } from 'pg';

/** Any number will do, as long as nobody else uses it ("casita"). */
const lockKey = 0x636173697461;
const progressMs = 10_000;

/**
 * Processes that start at the same moment would migrate the same database at once, and some would crash: each waits here
 * for its turn. The lock belongs to a session of its own; a process that dies gives it back.
 */
export async function withMigrationTurn<T>(
  url: string,
  log: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'casita migration turn', keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  const progress = setInterval(() => log('Waiting for another process that is migrating the database …'), progressMs);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    clearInterval(progress);
    return await work();
  } finally {
    clearInterval(progress);
    await client.end().catch(() => undefined);
  }
}
