/** Prints the routes that Strapi has registered, as JSON on the last line. Run by live-routes.ts. */
const { resolve } = require('node:path');
const { createStrapi } = require('@strapi/strapi');

const appDir = resolve(__dirname, '../../..');

async function main() {
  const strapi = await createStrapi({ appDir, distDir: resolve(appDir, 'dist') }).load();
  strapi.server.mount();
  const routes = strapi.server.listRoutes().map(({ methods, path }) => ({ methods, path }));
  console.log(`\n${JSON.stringify(routes)}`);
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
