import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, killAllHolders, processesOn, query, startHolder } from './holder-process';

/** What happens to the database when processes come, go and are killed: each with real processes and signals. */
describe('embedded PostgreSQL', () => {
  let folder: string;
  let dataDir: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'casita-embedded-'));
    chmodSync(folder, 0o755);
    dataDir = join(folder, 'data');
  });

  afterEach(async () => {
    killAllHolders();
    await allGone();
    rmSync(folder, { recursive: true, force: true });
  });

  const allGone = () =>
    eventually('no keeper and no server is left', () => Object.values(processesOn(dataDir)).flat().length === 0);
  /** The server has ended when `stop` answers; its keeper has still to exit. */
  const nothingRuns = async () => {
    expect(processesOn(dataDir).postmaster).toEqual([]);
    await allGone();
  };
  const only = (pids: number[]): number => {
    expect(pids).toHaveLength(1);
    return pids[0] as number;
  };

  test('starts, keeps what was written and its address, and stops with its last user', async () => {
    const first = await startHolder(dataDir);
    expect(first.owned).toBe(true);
    expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600);
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    await nothingRuns();
    const second = await startHolder(dataDir);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    await second.stop();
  });

  test('refuses a wrong password, and other addresses than loopback', async () => {
    const holder = await startHolder(dataDir);
    const wrong = new URL(holder.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect(await query(holder.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  });

  test('five processes that start at once share one server, which ends with the last of them', async () => {
    const holders = await Promise.all(Array.from({ length: 5 }, () => startHolder(dataDir)));
    expect(new Set(holders.map((holder) => holder.url)).size).toBe(1);
    expect(holders.filter((holder) => holder.owned)).toHaveLength(1);
    only(processesOn(dataDir).postmaster);
    const [owner] = holders.filter((holder) => holder.owned);
    const others = holders.filter((holder) => !holder.owned);
    await owner?.stop();
    for (const other of others) {
      expect(await query(other.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
      await other.stop();
    }
    await nothingRuns();
  });

  test('app killed: the server shuts down in order', async () => {
    const holder = await startHolder(dataDir);
    await holder.kill();
    await allGone();
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('received fast shutdown request');
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  test('keeper killed: the app puts another in its place, and the server never stops', async () => {
    const holder = await startHolder(dataDir);
    const before = processesOn(dataDir);
    process.kill(only(before.keeper), 'SIGKILL');
    await eventually('a new keeper', () => {
      const { keeper } = processesOn(dataDir);
      return keeper.length === 1 && keeper[0] !== before.keeper[0];
    });
    expect(processesOn(dataDir).postmaster).toEqual(before.postmaster);
    await eventually('the app holds it', () => holder.log.some((line) => line.includes('taking over')));
    await holder.kill();
    await allGone();
  });

  test('app and keeper killed: the next start adopts the server that still runs', async () => {
    const first = await startHolder(dataDir);
    const { keeper, postmaster } = processesOn(dataDir);
    // The keeper first: one that still sees the app go would shut the server down.
    first.freeze();
    process.kill(only(keeper), 'SIGKILL');
    await first.kill();
    const next = await startHolder(dataDir);
    expect(next.owned).toBe(true);
    expect(processesOn(dataDir).postmaster).toEqual(postmaster);
    await next.stop();
    await nothingRuns();
  });

  test('server killed: it is started again at the same address and has lost nothing', async () => {
    const holder = await startHolder(dataDir);
    await query(holder.url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n');
    process.kill(only(processesOn(dataDir).postmaster), 'SIGKILL');
    const count = () => query<{ count: string }>(holder.url, 'SELECT count(*) FROM kept').catch(() => []);
    await eventually('the table is back', async () => (await count())[0]?.count === '1000');
  });

  test('everything killed: the next start recovers', async () => {
    const first = await startHolder(dataDir);
    await query(first.url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n');
    const { keeper, postmaster } = processesOn(dataDir);
    first.freeze();
    process.kill(only(keeper), 'SIGKILL');
    process.kill(only(postmaster), 'SIGKILL');
    await first.kill();
    const next = await startHolder(dataDir);
    expect(await query(next.url, 'SELECT count(*)::int FROM kept')).toEqual([{ count: 1000 }]);
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('automatic recovery in progress');
  });

  test('a pid file whose pid now is a stranger’s does not stop the start', async () => {
    const first = await startHolder(dataDir);
    const { keeper, postmaster } = processesOn(dataDir);
    first.freeze();
    process.kill(only(keeper), 'SIGKILL');
    process.kill(only(postmaster), 'SIGKILL');
    await first.kill();
    const stranger = spawn('sleep', ['60']);
    try {
      const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
      const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
      writeFileSync(pidFile, [stranger.pid, ...rest].join('\n'));
      const next = await startHolder(dataDir);
      expect(await query(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill();
    }
  });

  test('an interrupted first start is done again from the beginning', async () => {
    mkdirSync(join(dataDir, 'postgres-new-1', 'data'), { recursive: true });
    mkdirSync(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres-start.lock'), '999999999');
    const holder = await startHolder(dataDir);
    expect(await query(holder.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(existsSync(join(dataDir, 'postgres-new-1'))).toBe(false);
  });

  test('its last port is somebody else’s now: it takes another', async () => {
    const first = await startHolder(dataDir);
    await first.stop();
    const port = Number(new URL(first.url).port);
    const squatter = createServer();
    await new Promise<void>((done) => squatter.listen(port, '127.0.0.1', done));
    try {
      const next = await startHolder(dataDir);
      expect(new URL(next.url).port).not.toBe(String(port));
      expect(await query(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    } finally {
      squatter.close();
    }
  });

  test('a folder that only its owner may enter', async () => {
    chmodSync(folder, 0o700);
    const holder = await startHolder(dataDir);
    expect(await query(holder.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });
});
