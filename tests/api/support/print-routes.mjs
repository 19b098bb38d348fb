/** Prints the routes and content types that Strapi has registered, as JSON on the last line. Run by live-routes.ts. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

// Its ES modules import folders, which Node does not.
const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');

const appDir = resolve(import.meta.dirname, '../../..');
const strapi = await createStrapi({ appDir, distDir: resolve(appDir, 'dist') }).load();
strapi.server.mount();
const routes = strapi.server.listRoutes().map(({ methods, path }) => ({ methods, path }));
const contentTypes = Object.values(strapi.contentTypes).map(({ uid, collectionName, attributes }) => ({
  uid,
  table: collectionName,
  relations: Object.keys(attributes).filter((name) => attributes[name].type === 'relation'),
}));
console.log(`\n${JSON.stringify({ routes, contentTypes })}`);
process.exit(0);
