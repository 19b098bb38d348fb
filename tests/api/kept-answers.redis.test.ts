import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wrongReads } from './support/reads-under-load';
import { startTwoApps, type TwoApps } from './support/two-apps';

/** A Redis of this test's own, since it is killed. */
const folder = mkdtempSync(join(tmpdir(), 'casita-redis-'));
let port: number;
let server: ChildProcess;
let world: TwoApps;

const start = () => {
  server = spawn('redis-server', ['--port', String(port), '--dir', folder, '--save', '', '--bind', '127.0.0.1'], {
    stdio: 'ignore',
  });
};

async function kill(): Promise<void> {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGKILL');
  await ended;
}

beforeAll(async () => {
  port = await new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(address && typeof address === 'object' ? address.port : 0));
    });
  });
  start();
  world = await startTwoApps({ REDIS_URL: `redis://127.0.0.1:${port}/0` });
});
afterAll(async () => {
  await world?.stop();
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

test('with Redis killed and started in mid-load every answer is right', async () => {
  const disturb = async (write: number) => {
    if (write % 4 === 1) await kill();
    if (write % 4 === 3) start();
  };
  expect(await wrongReads(world, 12, disturb)).toEqual([]);
});
