/** Fills the demo city, once; the second time it only looks. Part of `npm run quickstart`. */
import { join } from 'node:path';
import { createStrapi } from '@strapi/strapi';
import { stripeClient } from '../adapters/stripe/stripe-client';
import { stripePorts } from '../adapters/stripe/stripe-ports';
import type { Casita } from '../ports';
import { fillDemoCity } from '../sandbox/demo-city/fill';
import { readSettings } from '../settings';
import { obtainDatabase } from './database-address';
import { appDir, dataDir, distDir, loadEnvironment } from './environment';
import { withMigrationTurn } from './migration-turn';

const say = (line: string) => console.log(`[demo] ${line}`);

async function main(): Promise<void> {
  loadEnvironment();
  const address = await obtainDatabase(say);
  // The walk through the past is not to be overtaken by jobs that live in the present.
  process.env['WORKERS'] = 'apart';
  const settings = readSettings(process.env);
  if (!settings.sandbox) throw new Error('The demo city is for the sandbox only');
  const strapi = createStrapi({ appDir, distDir });
  await withMigrationTurn(address.url, say, () => strapi.load());
  const started = Date.now();
  const outcome = await fillDemoCity({
    strapi,
    app: strapi.get('casita') as Casita,
    settings,
    accountsFile: join(dataDir, 'demo-accounts.json'),
    providerAt: (apiBase) => stripePorts(stripeClient({ secretKey: settings.stripe.secretKey, apiBase })),
    say,
  });
  say(`${outcome} in ${((Date.now() - started) / 1_000).toFixed(1)} s`);
  await strapi.destroy();
  await address.stop();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
