import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';

/** That the benchmark still works, on few homes and for a moment: what it sees then says nothing about speed. */
const root = resolve(__dirname, '../..');
const homes = 300;
/** Seconds are enough, unless others use the machine too. */
const timeoutMs = 300_000;
const folder = mkdtempSync(join(tmpdir(), 'casita-bench-test-'));

afterAll(async () => {
  rmSync(folder, { recursive: true });
  const admin = new Client({ connectionString: process.env.CASITA_TEST_POSTGRES_URL });
  await admin.connect();
  await admin.query(`drop database if exists casita_bench_${homes} with (force)`);
  await admin.end();
});

interface Figures {
  readonly asked?: number;
  readonly notOk: number;
}

interface Row {
  readonly id: string;
  readonly figures: Readonly<Record<string, Figures>>;
  readonly ratios: readonly { readonly ratio: number }[];
}

test(
  'makes homes, and asks ours and others the same',
  async () => {
    const { code, output } = await bench('--homes', `${homes}`, '--only', 'search', '--rounds', '1', '--seconds', '1');
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    const { rows } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as { rows: Row[] };
    expect(rows.map(({ id }) => id).sort()).toEqual(['search 25', 'search new']);
    for (const { figures, ratios } of rows) {
      expect(Object.values(figures)).toHaveLength(2);
      for (const { asked, notOk } of Object.values(figures)) {
        expect(asked).toBeGreaterThan(0);
        expect(notOk).toBe(0);
      }
      expect(ratios[0]?.ratio).toBeGreaterThan(0);
    }
    expect(readFileSync(join(folder, 'plots', 'search.svg'), 'utf8')).toContain('<svg');
  },
  timeoutMs,
);

function bench(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(root, 'tests/bench/run.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      CASITA_BENCH_DIR: folder,
      CASITA_BENCH_POSTGRES_URL: process.env.CASITA_TEST_POSTGRES_URL,
      CASITA_BENCH_TEMPLATE: process.env.CASITA_TEST_TEMPLATE,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done, failed) => child.once('error', failed).once('close', (code) => done({ code, output })));
}
