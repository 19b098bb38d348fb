import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createTestDatabase } from '../../services/support/test-database';

export interface LiveRoute {
  readonly methods: readonly string[];
  readonly path: string;
}

export interface LiveContentType {
  readonly uid: string;
  readonly table: string;
  /** Names of its fields that point to other entries. */
  readonly relations: readonly string[];
}

/** What a started app has, as its router and its registry know it. */
export interface LiveApp {
  readonly routes: readonly LiveRoute[];
  readonly contentTypes: readonly LiveContentType[];
}

export async function liveApp(): Promise<LiveApp> {
  const database = await createTestDatabase();
  try {
    return await printApp(database.url);
  } finally {
    await database.drop();
  }
}

export const liveRoutes = async (): Promise<readonly LiveRoute[]> => (await liveApp()).routes;

function printApp(databaseUrl: string): Promise<LiveApp> {
  const env: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: databaseUrl, SERVE_ADMIN: 'false', WORKERS: 'apart' };
  delete env['REDIS_URL'];
  const child = spawn(process.execPath, [resolve(__dirname, 'print-routes.mjs')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done, failed) => {
    child.once('close', (code) => {
      if (code !== 0) return failed(new Error(`print-routes: ${output.slice(-4_000)}`));
      done(JSON.parse(output.trim().split('\n').pop() ?? '') as LiveApp);
    });
  });
}

/** `GET /api/bookings/:id`, for each route of the public API; Koa's own wildcard entries are no routes. */
export const publicRoutes = (routes: readonly LiveRoute[]): string[] =>
  routes
    .filter(({ path, methods }) => path.startsWith('/api/') && methods.length > 0)
    .flatMap(namesOf)
    .sort();

/** `GET /admin/users/me`, for each route of the panel: Strapi's, its plugins' and our own. */
export const panelRoutes = (routes: readonly LiveRoute[]): string[] =>
  routes
    .filter(({ path, methods }) => methods.length > 0 && methods.length < 5 && !isPublic(path))
    .flatMap(namesOf)
    .sort();

/** Files and pages of the panel, which hold nothing of anybody's, and the public API. */
const isPublic = (path: string): boolean => path === '/' || path.includes('(') || path.startsWith('/api/');

const namesOf = ({ path, methods }: LiveRoute): string[] =>
  methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`);
