/**
 * A stock Strapi of the installed version, made from our own content types: homes with host, amenities and pictures, as its own
 * generator would lay them out, with its default middlewares. Nothing is downloaded: node_modules are the clone's.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appDir } from '../../../scripts/prepare.mjs';

const types = ['property', 'host-profile', 'amenity'];
/** They point to what a stock app does not have. */
const leftOut = ['user', 'adminUser'];

const strapiPackages = ['@strapi/strapi', '@strapi/plugin-graphql', '@strapi/plugin-users-permissions'];

/** Writes the app's folder anew, so that it is always what the sources say. */
export function writeStockApp(folder) {
  rmSync(folder, { recursive: true, force: true });
  const put = (name, content) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  const { version, dependencies } = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8'));
  const used = Object.fromEntries(strapiPackages.map((name) => [name, dependencies[name]]));
  put('package.json', JSON.stringify({ name: 'stock', version, private: true, dependencies: used, strapi: {} }));
  for (const [name, content] of Object.entries(configuration)) put(`config/${name}.js`, content);
  for (const type of types) {
    put(`src/api/${type}/content-types/${type}/schema.json`, JSON.stringify(schemaOf(type)));
    for (const [kind, factory] of parts) put(`src/api/${type}/${kind}/${type}.js`, made(factory, type));
  }
  put('src/index.js', 'module.exports = {};');
  put('public/uploads/.gitkeep', '');
  cpSync(join(appDir, 'src/components'), join(folder, 'src/components'), { recursive: true });
  cpSync(new URL('./start.cjs', import.meta.url), join(folder, 'start.cjs'));
  if (!existsSync(join(folder, 'node_modules')))
    symlinkSync(join(appDir, 'node_modules'), join(folder, 'node_modules'));
}

const parts = [
  ['controllers', 'createCoreController'],
  ['routes', 'createCoreRouter'],
  ['services', 'createCoreService'],
];
const made = (factory, type) =>
  `module.exports = require('@strapi/strapi').factories.${factory}('api::${type}.${type}');`;

/** Ours, with relations in the tables that Strapi gives them unless told otherwise, and the pictures as media of the home. */
function schemaOf(type) {
  const schema = JSON.parse(readFileSync(join(appDir, `src/api/${type}/content-types/${type}/schema.json`), 'utf8'));
  for (const name of leftOut) delete schema.attributes[name];
  for (const attribute of Object.values(schema.attributes)) delete attribute.useJoinTable;
  if (type === 'property') {
    schema.attributes.photos = { type: 'media', multiple: true, allowedTypes: ['images'] };
  }
  return schema;
}

const configuration = {
  server: `module.exports = ({ env }) => ({ host: '127.0.0.1', port: env.int('PORT'), app: { keys: env.array('APP_KEYS') } });`,
  admin: `module.exports = ({ env }) => ({
    auth: { secret: env('ADMIN_JWT_SECRET') }, apiToken: { salt: env('API_TOKEN_SALT') },
    transfer: { token: { salt: env('TRANSFER_TOKEN_SALT') } }, secrets: { encryptionKey: env('ENCRYPTION_KEY') },
    serveAdminPanel: false,
  });`,
  // Tables that this app does not know are there: they belong to the homes that were copied.
  database: `module.exports = ({ env }) => ({
    connection: { client: 'postgres', connection: { connectionString: env('DATABASE_URL') }, pool: { min: 0, max: env.int('DATABASE_POOL_MAX') } },
    settings: { forceMigration: false },
  });`,
  middlewares: `module.exports = ['logger', 'errors', 'security', 'cors', 'poweredBy', 'query', 'body', 'session', 'favicon', 'public'].map((name) => 'strapi::' + name);`,
  plugins: `module.exports = ({ env }) => ({
    'users-permissions': { config: { jwtSecret: env('JWT_SECRET') } },
    graphql: { config: { shadowCRUD: true } },
  });`,
};
