/** The stock Strapi as a process, on rows of its own: a copy of the ten thousand homes, with its relations filled from them. */
import { join } from 'node:path';
import { testSecrets } from '../../../scripts/test-secrets.mjs';
import { addressOf, benchDir, copyOfHomes, withClient } from '../database.mjs';
import { freePort, poolMax, startProcess } from '../servers.mjs';
import { writeStockApp } from './folder.mjs';

/** A page of 25 costs the same among ten thousand as among a million: it is found by its primary key. */
export const stockHomes = 10_000;

/** @returns {Promise<import('../servers.mjs').Server>} */
export async function startStock(server, homes, say) {
  const folder = join(benchDir, 'stock');
  writeStockApp(folder);
  const name = await copyOfHomes(server, homes, 'stock', say);
  const url = addressOf(server, name);
  if (!(await hasRelations(url))) {
    // The first start makes the tables of relations.
    await (await launch(folder, url)).stop();
    await fillRelations(url);
  }
  return launch(folder, url);
}

async function launch(folder, databaseUrl) {
  const port = String(await freePort());
  const env = {
    ...testSecrets,
    NODE_ENV: 'production',
    PORT: port,
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_MAX: poolMax,
  };
  const own = { STRAPI_TELEMETRY_DISABLED: 'true' };
  return startProcess([join(folder, 'start.cjs')], { cwd: folder, env: { ...env, ...own } }, `http://127.0.0.1:${port}`, '/_health'); // prettier-ignore
}

const hasRelations = (url) =>
  withClient(url, async (client) => {
    const { rows } = await client.query(`select to_regclass('properties_host_lnk') is not null as made`);
    if (!rows[0].made) return false;
    return (await client.query('select 1 from properties_host_lnk limit 1')).rowCount === 1;
  });

const fillRelations = (url) =>
  withClient(url, async (client) => {
    await client.query(
      'insert into properties_host_lnk (property_id, host_profile_id) select id, host_id from properties',
    );
    // Strapi has removed the media of types that it does not know: the pictures of `photo_uses`.
    await client.query(
      `insert into files_related_mph (file_id, related_id, related_type, field, "order")
       select 1 + id % 200, property_id, 'api::property.property', 'photos', position + 1 from photo_uses`,
    );
    await client.query('vacuum analyze');
  });
