import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { join, resolve } from 'node:path';

/** The clone's folder, and where it is compiled to: this file runs as dist/src/cli/environment.js. */
export const distDir = resolve(__dirname, '../..');
export const appDir = resolve(distDir, '..');
export const dataDir = process.env.CASITA_DATA_DIR ?? join(appDir, '.data');

const neededInProduction = [
  'APP_KEYS',
  'API_TOKEN_SALT',
  'ADMIN_JWT_SECRET',
  'TRANSFER_TOKEN_SALT',
  'JWT_SECRET',
  'ENCRYPTION_KEY',
  'QUOTE_SECRET',
  'STRIPE_SECRET_KEY',
  'STRIPE_PUBLISHABLE_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'STRIPE_CONNECT_WEBHOOK_SECRET',
  'DATABASE_URL',
] as const;

/**
 * Reads .env (or CASITA_ENV_FILE; `none`: no file); what is already set in the environment wins.
 * To be called before Strapi is imported.
 */
export function loadEnvironment(): void {
  const name = process.env.CASITA_ENV_FILE ?? '.env';
  const file = name === 'none' ? devNull : resolve(appDir, name);
  if (existsSync(file)) process.loadEnvFile(file);
  // Strapi reads a file of its own accord as soon as it is imported: the same one, then.
  process.env.ENV_PATH = file;
  // Strapi's datetime columns have no zone: all of a process's dates must be UTC for them to mean the same everywhere.
  process.env.TZ = 'UTC';
  // Nothing is sent anywhere unless the operator asks for it.
  process.env.STRAPI_TELEMETRY_DISABLED ??= 'true';
}

/** In production nothing is made up: every secret and the database must be the operator's own. @returns what is missing */
export function missingInProduction(env: NodeJS.ProcessEnv): string[] {
  if (env.NODE_ENV !== 'production') return [];
  return neededInProduction.filter((name) => (env[name] ?? '').trim() === '');
}
