import { readdirSync } from 'node:fs';
import { constraintSteps } from '../adapters/postgres/content-type-constraints';
import type { Sql } from '../adapters/postgres/sql';
import { appliedConstraints, appliedMigrations } from './queries/applied-steps';

/** What an instance needs before it may take traffic; each names what is missing. */
export interface Readiness {
  readonly ready: boolean;
  readonly missing: readonly Missing[];
}

export interface Missing {
  readonly code: 'database' | 'migration' | 'constraint' | 'jobs';
  readonly value?: string;
}

export interface ReadinessParts {
  readonly sql: Sql;
  /** Names of the migrations that this build brings. */
  readonly migrations: readonly string[];
  readonly jobsRunning: () => boolean;
}

const PATIENCE_MS = 2_000;

export async function readiness(parts: ReadinessParts): Promise<Readiness> {
  const missing = await Promise.race([stepsMissing(parts), tooLate()]).catch((): Missing[] => [{ code: 'database' }]);
  if (!parts.jobsRunning()) missing.push({ code: 'jobs' });
  return { ready: missing.length === 0, missing };
}

async function stepsMissing({ sql, migrations }: ReadinessParts): Promise<Missing[]> {
  const [constraints, migrated] = await Promise.all([appliedConstraints(sql), appliedMigrations(sql)]);
  return [
    ...migrations.filter((name) => !migrated.has(name)).map((value): Missing => ({ code: 'migration', value })),
    ...constraintSteps
      .filter((name) => !constraints.has(name))
      .map((value): Missing => ({ code: 'constraint', value })),
  ];
}

const tooLate = (): Promise<never> =>
  new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`the database did not answer within ${PATIENCE_MS} ms`)), PATIENCE_MS).unref();
  });

/** The migrations in a folder, by the names under which Strapi notes them once they have run. */
export const migrationsIn = (folder: string): string[] => readdirSync(folder).filter((name) => /\.js$/.test(name));
