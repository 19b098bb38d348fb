import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createTestDatabase } from '../../services/support/test-database';

export interface LiveRoute {
  readonly methods: readonly string[];
  readonly path: string;
}

/** Every route that a started app has, as its router knows them. */
export async function liveRoutes(): Promise<LiveRoute[]> {
  const database = await createTestDatabase();
  try {
    return await printRoutes(database.url);
  } finally {
    await database.drop();
  }
}

function printRoutes(databaseUrl: string): Promise<LiveRoute[]> {
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
      done(JSON.parse(output.trim().split('\n').pop() ?? '[]') as LiveRoute[]);
    });
  });
}

/** `GET /api/bookings/:id`, for each route of the public API; Koa's own wildcard entries are no routes. */
export const publicRoutes = (routes: readonly LiveRoute[]): string[] =>
  routes
    .filter(({ path, methods }) => path.startsWith('/api/') && methods.length > 0)
    .flatMap(({ path, methods }) => methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`))
    .sort();
