/**
 * The baseline: a server that does nothing but run the given statements, prepared, for each path, and send the given bytes,
 * headers and all. Over node:http, or over Koa. Started as a process of its own; ends with its standard input.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Pool } = require('pg');
const [kind, planFile, connectionString, port] = process.argv.slice(2);
/** @type {import('./statements.mjs').Plan} */
const plan = JSON.parse(readFileSync(planFile, 'utf8'));
// Planned as the app's own connections plan: else it would be slower for no reason of its own.
const options = '-c jit=off -c plan_cache_mode=force_generic_plan';
const pool = new Pool({ connectionString, options, max: Number(process.env.DATABASE_POOL_MAX) });

/** Statements get their name once, so that a request costs no more than looking up its path. */
const names = new Map();
const named = ({ text, values }) => {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return { name, text, values };
};
const waves = new Map(Object.entries(plan).map(([path, planned]) => [path, planned.waves.map((wave) => wave.map(named))])); // prettier-ignore

const answers = new Map(
  Object.entries(plan).map(([path, { headers, body }]) => {
    return [path, { headers: [...headers.flat(), 'content-length', String(Buffer.byteLength(body))], body }];
  }),
);

async function answer(path) {
  for (const wave of waves.get(path)) {
    if (wave.length === 1) await pool.query(wave[0]);
    else await Promise.all(wave.map((statement) => pool.query(statement)));
  }
  return answers.get(path);
}

function httpListener(request, response) {
  if (request.url === '/ready') return void response.writeHead(200).end();
  answer(request.url).then(
    ({ headers, body }) => response.writeHead(200, headers).end(body),
    (error) => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
}

function koaListener() {
  const Koa = require('koa');
  const app = new Koa();
  app.use(async (ctx) => {
    if (ctx.url === '/ready') return void (ctx.body = 'ready');
    const { headers, body } = await answer(ctx.url);
    ctx.body = body;
    for (let at = 0; at < headers.length; at += 2) ctx.set(headers[at], headers[at + 1]);
  });
  return app.callback();
}

createServer(kind === 'koa' ? koaListener() : httpListener).listen(Number(port), '127.0.0.1');
process.stdin.resume().on('end', () => process.exit(0));
