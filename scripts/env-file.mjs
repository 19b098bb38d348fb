/** Makes .env with secrets of this installation's own, and adds those that a newer version needs. Never changes a line that is there. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const secret = () => randomBytes(32).toString('base64url');
const alphanumeric = (length) =>
  randomBytes(length * 2)
    .toString('base64')
    .replace(/[^a-zA-Z0-9]/g, '')
    .slice(0, length);

/** The Stripe keys are made up here: they open the local Stripe of this installation and nothing else. */
const made = {
  APP_KEYS: () => [secret(), secret()].join(','),
  API_TOKEN_SALT: secret,
  ADMIN_JWT_SECRET: secret,
  TRANSFER_TOKEN_SALT: secret,
  JWT_SECRET: secret,
  ENCRYPTION_KEY: secret,
  QUOTE_SECRET: secret,
  POSTGRES_PASSWORD: () => alphanumeric(32),
  STRIPE_SECRET_KEY: () => `sk_test_${alphanumeric(32)}`,
  STRIPE_PUBLISHABLE_KEY: () => `pk_test_${alphanumeric(32)}`,
  STRIPE_WEBHOOK_SECRET: () => `whsec_${alphanumeric(32)}`,
  STRIPE_CONNECT_WEBHOOK_SECRET: () => `whsec_${alphanumeric(32)}`,
};

const heading =
  '# Secrets of this installation, made by itself. See .env.example for everything else that can be set.\n';

/** @returns {string[]} the names that were added */
export function ensureEnvFile(appDir) {
  const file = join(appDir, '.env');
  const present = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const missing = Object.keys(made).filter((name) => !new RegExp(`^\\s*(export\\s+)?${name}\\s*=`, 'm').test(present));
  if (missing.length === 0) return [];
  const lines = missing.map((name) => `${name}=${made[name]()}\n`).join('');
  const before = present === '' ? heading : present.endsWith('\n') ? present : `${present}\n`;
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, before + lines, { mode: 0o600 });
  chmodSync(partial, 0o600);
  renameSync(partial, file);
  return missing;
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const added = ensureEnvFile(join(dirname(fileURLToPath(import.meta.url)), '..'));
  if (added.length > 0) console.log(`.env: made ${added.join(', ')}`);
}
