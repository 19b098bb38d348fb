/** Prints the routes that Strapi has registered, as JSON on the last line. Run by live-routes.ts. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

// Its ES modules import folders, which Node does not.
const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');

const appDir = resolve(import.meta.dirname, '../../..');
const strapi = await createStrapi({ appDir, distDir: resolve(appDir, 'dist') }).load();
strapi.server.mount();
const routes = strapi.server.listRoutes().map(({ methods, path }) => ({ methods, path }));
console.log(`\n${JSON.stringify(routes)}`);
process.exit(0);
