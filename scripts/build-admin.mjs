/**
 * Builds the admin panel into dist/build, unless nothing that goes into it has changed since. It does what `strapi build`
 * does, less its type check and second compilation of the server, which belong to `npm run typecheck` and compile.mjs.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from './compile.mjs';
import { appDir, seconds } from './prepare.mjs';

const inputs = [
  'src/admin',
  'src/domain/currency.ts',
  'src/domain/dispute-evidence.ts',
  'src/domain/money.ts',
  'config/admin.ts',
  'config/plugins.ts',
  'config/server.ts',
  'package-lock.json',
  'scripts/build-admin.mjs',
];
const inputVariables = ['PUBLIC_URL'];
const note = join(appDir, 'dist', 'build', '.inputs');

export function isAdminCurrent() {
  return existsSync(note) && readFileSync(note, 'utf8') === fingerprint();
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((name) => filesOf(join(appDir, name))).sort()) {
    hash.update(relative(appDir, file)).update(readFileSync(file));
  }
  for (const name of inputVariables) hash.update(`${name}=${process.env[name] ?? ''}`);
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

async function build() {
  process.env.NODE_ENV = 'production';
  process.env.STRAPI_TELEMETRY_DISABLED ??= 'true';
  const before = fingerprint();
  const require = createRequire(import.meta.url);
  const strapiFolder = dirname(require.resolve('@strapi/strapi/package.json'));
  const internal = (name) => require(join(strapiFolder, 'dist/src', name));
  const { createStrapi } = require('@strapi/strapi');
  const { createLogger } = internal('cli/utils/logger.js');
  const { createBuildContext } = internal('node/create-build-context.js');
  const { writeStaticClientFiles } = internal('node/staticFiles.js');
  const vite = internal('node/vite/build.js');
  const strapi = createStrapi({ appDir, distDir: join(appDir, 'dist'), autoReload: true, serveAdminPanel: false });
  const logger = createLogger({ silent: true });
  const options = { minify: true, sourcemaps: false, stats: false, bundler: 'vite' };
  const context = await createBuildContext({ cwd: appDir, logger, strapi, options });
  await writeStaticClientFiles(context);
  await vite.build(context);
  writeFileSync(note, before);
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  process.chdir(appDir);
  if (isAdminCurrent() && !process.argv.includes('--force')) {
    console.log('The admin panel is up to date.');
    process.exit(0);
  }
  const started = Date.now();
  console.log('Building the admin panel: about a minute …');
  compile(appDir);
  await build();
  console.log(`Admin panel built in ${seconds(started)}`);
  process.exit(0);
}
