import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type AppProcess } from '../services/support/app-process';
import { call, reasonsOf } from './support/client';

const folder = mkdtempSync(join(tmpdir(), 'casita-sandbox-'));
let app: AppProcess;
beforeAll(async () => {
  app = await startApp({ env: { CASITA_DATA_DIR: folder } });
});
afterAll(async () => {
  await app.end();
  rmSync(folder, { recursive: true, force: true });
});

test('the page shows the time and the latest mails, and nothing of a mail is markup', async () => {
  const displayName = '<script>alert(1)</script>';
  await call(app, 'POST', '/api/auth/local/register', {
    body: { email: 'ana@example.test', password: 'long enough words', displayName },
  });
  const deadline = Date.now() + 15_000;
  let { status, body } = await call(app, 'GET', '/sandbox');
  while (!String(body).includes('ana@example.test') && Date.now() < deadline) {
    await sleep(200);
    ({ status, body } = await call(app, 'GET', '/sandbox'));
  }
  expect([status, String(body).includes('ana@example.test')]).toEqual([200, true]);
  expect(body).toContain('pm_card_visa');
  expect(body).not.toContain('<script');
});

test('the clock goes forward, by a duration or to an instant', async () => {
  const first = await call(app, 'POST', '/sandbox/clock', { body: { advance: 'P1D' } });
  expect(first.status).toBe(200);
  expect(Date.parse(first.body.data.now) - Date.now()).toBeGreaterThan(86_000_000);
  const to = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const second = await call(app, 'POST', '/sandbox/clock', { body: { to } });
  expect(Date.parse(second.body.data.now)).toBeGreaterThanOrEqual(Date.parse(to));
});

test('the buttons of the page move it too', async () => {
  const form = await call(app, 'POST', '/sandbox/clock', {
    body: 'advance=PT1H',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: app.url },
  });
  expect([form.status, form.headers.get('location')]).toEqual([303, '/sandbox']);
});

test.each([
  [{ advance: '-P1D' }, 400],
  [{ advance: 'P0D' }, 400],
  [{ advance: 'tomorrow' }, 400],
  [{ to: '2027-02-30T00:00:00Z' }, 400],
  [{}, 400],
  [{ to: '2020-01-01T00:00:00Z' }, 422],
  [{ advance: 'P6Y' }, 422],
])('%j is refused', async (body, status) => {
  const before = await call(app, 'POST', '/sandbox/clock', { body: { advance: 'PT1S' } });
  const answer = await call(app, 'POST', '/sandbox/clock', { body });
  expect([answer.status, answer.body.error.status]).toEqual([status, status]);
  const after = await call(app, 'POST', '/sandbox/clock', { body: { advance: 'PT1S' } });
  expect(Date.parse(after.body.data.now) - Date.parse(before.body.data.now)).toBeLessThan(60_000);
});

test('a page elsewhere cannot move it', async () => {
  const answer = await call(app, 'POST', '/sandbox/clock', {
    body: '{"advance":"P1D"}',
    headers: { origin: 'https://elsewhere.example', 'content-type': 'text/plain' },
  });
  expect([answer.status, reasonsOf(answer)]).toEqual([403, [{ code: 'foreign_origin', field: 'Origin' }]]);
});

test('for others than this machine it is not there', async () => {
  for (const [method, path] of [
    ['GET', '/sandbox'],
    ['POST', '/sandbox/clock'],
  ] as const) {
    const answer = await call(app, method, path, {
      headers: { 'x-forwarded-for': '192.0.2.1' },
      body: method === 'POST' ? { advance: 'P1D' } : undefined,
    });
    expect([path, answer.status]).toEqual([path, 404]);
  }
});

test('outside the sandbox it is not there', async () => {
  const real = await startApp({ env: { SANDBOX: 'false', WORKERS: 'apart' } });
  for (const [method, path] of [
    ['GET', '/sandbox'],
    ['POST', '/sandbox/clock'],
    ['GET', '/sandbox/stripe/v1/charges'],
  ] as const) {
    expect([path, (await call(real, method, path)).status]).toEqual([path, 404]);
  }
  expect(String((await call(real, 'GET', '/')).body)).not.toContain('/sandbox');
  expect((await call(real, 'GET', '/openapi.json')).body.paths['/sandbox']).toBeUndefined();
  await real.end();
});
