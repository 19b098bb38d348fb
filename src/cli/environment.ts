import { existsSync } from 'node:fs';
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
  'POINT_SECRET',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'DATABASE_URL',
] as const;

/** Reads .env; what is already set in the environment wins. */
export function loadEnvironment(): void {
  const file = join(appDir, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** In production nothing is made up: every secret and the database must be the operator's own. @returns what is missing */
export function missingInProduction(env: NodeJS.ProcessEnv): string[] {
  if (env.NODE_ENV !== 'production') return [];
  return neededInProduction.filter((name) => (env[name] ?? '').trim() === '');
}
