import { ensurePostgres } from '../adapters/embedded-postgres';
import { dataDir } from './environment';

export interface DatabaseAddress {
  readonly url: string;
  stop(): Promise<void>;
}

/** The operator's database, or (never in production: checked before) the embedded one. Sets DATABASE_URL for the configuration. */
export async function obtainDatabase(log: (line: string) => void): Promise<DatabaseAddress> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const embedded = await ensurePostgres({ dataDir, log });
  process.env.DATABASE_URL = embedded.url;
  return { url: embedded.url, stop: () => embedded.stop() };
}
