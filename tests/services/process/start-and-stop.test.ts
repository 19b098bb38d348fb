import { spawn, spawnSync } from 'node:child_process';
import { Agent, request } from 'node:http';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from '../support/app-process';
import { createTestDatabase, onlyDatabase } from '../support/test-database';

const startScript = resolve(__dirname, '../../../dist/src/cli/start.js');

describe('starting', () => {
  test('in production every missing secret is named, and nothing starts', () => {
    const { PATH = '' } = process.env;
    const env = { PATH, NODE_ENV: 'production', CASITA_ENV_FILE: 'none', JWT_SECRET: 'x', APP_KEYS: ' ' };
    const { status, stderr } = spawnSync(process.execPath, [startScript], { env, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).not.toContain(' JWT_SECRET');
    for (const name of ['APP_KEYS', 'API_TOKEN_SALT', 'QUOTE_SECRET', 'STRIPE_SECRET_KEY', 'DATABASE_URL']) {
      expect(stderr).toContain(name);
    }
  });

  test('three processes that start at once on an empty database all get ready', async () => {
    const database = await createTestDatabase('template0');
    const apps = await Promise.all([1, 2, 3].map(() => startApp({ database })));
    expect(await Promise.all(apps.map((app) => app.stop()))).toEqual([0, 0, 0]);
    await database.drop();
  }, 300_000);
});

describe('stopping', () => {
  test('a request in flight is answered, a new one is not taken, and then the process ends', async () => {
    const app = await startApp();
    const slow = halfSentRequest(app.url);
    await slow.sent;
    const ended = app.stop();
    await sleep(300);
    expect(await outcomeOf(app.url, new Agent())).toBe('ECONNREFUSED');
    slow.finish();
    const answer = await slow.answered;
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.connection).toBe('close');
    expect(await ended).toBe(0);
  });

  test('under load no request is cut off: each is answered, or not taken in the first place', async () => {
    const app = await startApp();
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const outcomes: string[] = [];
    let calling = true;
    const caller = async () => {
      while (calling) outcomes.push(await outcomeOf(app.url, agent));
    };
    const callers = Array.from({ length: 20 }, caller);
    await sleep(1_000);
    const code = await app.stop();
    calling = false;
    await Promise.all(callers);
    expect(code).toBe(0);
    expect(outcomes.filter((outcome) => outcome === '200').length).toBeGreaterThan(100);
    expect(outcomes.filter((outcome) => !['200', 'ECONNREFUSED'].includes(outcome))).toEqual([]);
    agent.destroy();
  });
});

test('whoever started it lets go: it ends, even in the middle of starting', async () => {
  const database = await createTestDatabase();
  const env = { ...process.env, DATABASE_URL: database.url, CASITA_STOP_WITH_STDIN: '1', PORT: '0' };
  const child = spawn(process.execPath, [startScript], { env, stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  child.stdin.end();
  expect(await ended).toBe(0);
  await database.drop();
});

test('test databases are copies that know nothing of each other', async () => {
  const [one, other] = await Promise.all([onlyDatabase(), onlyDatabase()]);
  await one.db.query('CREATE TABLE mine (n int)');
  await expect(other.db.query('SELECT * FROM mine')).rejects.toThrow(/does not exist/);
  expect(await other.db.query('SELECT count(*) FROM properties')).toEqual([{ count: 0 }]);
  await Promise.all([one.drop(), other.drop()]);
});

/** The status of one answer, or the error's code. */
function outcomeOf(url: string, agent: Agent): Promise<string> {
  return new Promise((done) => {
    const message = request(`${url}/live`, { agent }, (response) => {
      response.resume();
      response.once('end', () => done(String(response.statusCode)));
      response.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    });
    message.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    message.end();
  });
}

/** A POST whose body stays open until `finish`. */
function halfSentRequest(url: string) {
  const body = JSON.stringify({ identifier: 'nobody@example.org', password: 'wrong' });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const message = request(`${url}/api/auth/local`, { method: 'POST', headers });
  const answered = new Promise<{ status: number; connection: string | undefined }>((done, failed) => {
    message.once('error', failed);
    message.once('response', (response) => {
      response.resume();
      done({ status: response.statusCode ?? 0, connection: response.headers.connection });
    });
  });
  const sent = new Promise<void>((done) => message.write(body.slice(0, 5), () => setTimeout(done, 200)));
  return { sent, answered, finish: () => message.end(body.slice(5)) };
}
