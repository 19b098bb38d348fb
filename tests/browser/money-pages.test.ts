import type { Browser, Page } from 'playwright-core';
import { asHost, buildPanel, launchBrowser, openPage, picture, withToken, type Look } from './browser';
import { call } from '../api/support/client';
import { makeMoneyWorld, type MoneyWorld } from './money-world';

/** The pages about money, as staff see them: lists, one entry of each, and the buttons that move it. */

jest.setTimeout(240_000);

let world: MoneyWorld;
let browser: Browser;

beforeAll(async () => {
  buildPanel();
  world = await makeMoneyWorld();
  browser = await launchBrowser();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await world?.db.close();
  await world?.app.stop();
});

const asOperator = (path: string, look: Look = {}): Promise<Page> =>
  openPage(browser, world.app.url, withToken(world.app.url, world.operator.token), path, look);

const cell = (page: Page, text: string) => page.getByRole('gridcell', { name: text, exact: true });

/** Opens a button's questions, says why, and confirms. */
async function press(page: Page, button: string, reason: string, confirm: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  const dialog = page.getByRole('dialog');
  const done = dialog.getByRole('button', { name: confirm, exact: true });
  expect(await done.isDisabled()).toBe(true);
  await dialog.getByLabel(/^Why\?/).fill(reason);
  await done.click();
}

test('a dispute: from the list to the evidence that is handed in', async () => {
  const page = await asOperator('/money');
  await page.getByRole('heading', { name: 'Disputes', level: 1 }).waitFor();
  await cell(page, '€410.00').waitFor();
  await page.getByText('Needs response').first().waitFor();
  await picture(page, 'disputes');
  await page.getByRole('link', { name: 'Product not received' }).click();
  await page.getByRole('heading', { name: 'Product not received' }).waitFor();
  await page.getByText('The host, should it be lost').waitFor();
  await picture(page, 'dispute');

  expect(await page.getByRole('button', { name: 'Hand in evidence' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Use what is known: What was sold' }).click();
  await page.getByLabel('Anything else').fill('winning_evidence');
  await press(page, 'Save evidence', 'Spoke with the host', 'Save');
  await page.getByText('The evidence is saved').waitFor();
  await page.getByText('Spoke with the host').waitFor();
  await press(page, 'Hand in evidence', 'It is all that there is', 'Hand in');
  await page.getByText('The evidence is handed in').waitFor();
  await page.getByText('Submitted').first().waitFor();
  await page.getByText('winning_evidence').waitFor();
  expect(await page.getByRole('button', { name: 'Save evidence' }).count()).toBe(0);
  await picture(page, 'dispute-answered');
  const rows = await world.db.query('select answer from dispute');
  expect(rows).toEqual([{ answer: 'submitted' }]);
  const kept = await world.db.query(
    'select reason, actor_name from dispute_event where reason is not null order by id',
  );
  expect(kept).toEqual([
    { reason: 'Spoke with the host', actor_name: 'Olga Operator' },
    { reason: 'It is all that there is', actor_name: 'Olga Operator' },
  ]);
  await page.context().close();
});

test('a claim for damage that the two do not agree on is decided', async () => {
  await world.claim(world.host, world.stay, 12_000);
  const body = { answer: 'dispute', amount: 4_000, message: 'It was broken before' };
  const { token } = world.guest;
  const answered = await call(world.app, 'POST', `/api/bookings/${world.stay}/claims/1/answer`, { token, body });
  expect(answered.status).toBe(200);
  const page = await asOperator('/money/claims');
  await cell(page, '€120.00').waitFor();
  await picture(page, 'claims');
  await page.getByRole('link', { name: /^Claim 1 of/ }).click();
  await page.getByText('It was broken before').first().waitFor();
  await picture(page, 'claim');
  await page.getByRole('button', { name: 'Decide what is owed' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('The guest owes, in EUR').inputValue()).toBe('40.00');
  await dialog.getByLabel('The guest owes, in EUR').fill('120.01');
  await dialog.getByText('Not an amount that can be owed').waitFor();
  await dialog.getByLabel('Why? Both parties are told.').fill('Half of it');
  expect(await dialog.getByRole('button', { name: 'Decide', exact: true }).isDisabled()).toBe(true);
  await dialog.getByLabel('The guest owes, in EUR').fill('60');
  await picture(page, 'claim-decision');
  await dialog.getByRole('button', { name: 'Decide', exact: true }).click();
  await page.getByText('The claim is decided').waitFor();
  await page.getByText('Awaiting payment').first().waitFor();
  const rows = await world.db.query('select state, awarded, decision from damage_claim');
  expect(rows).toEqual([{ state: 'awaiting_payment', awarded: 6_000, decision: 'Half of it' }]);

  await press(page, 'Wait no longer', 'The card is dead', 'Wait no longer');
  await page.getByText('Unpaid').first().waitFor();
  await page.goto(`${world.app.url}/admin/money/claims`);
  await page.getByText('There is no such claim.').waitFor();
  await picture(page, 'claims-none');
  await page.context().close();
});

test('payouts: those that wait say for what; a statement to download and to print', async () => {
  const page = await asOperator('/money/payouts');
  await page.getByText('The host has no account to be paid through').waitFor();
  await cell(page, 'JP¥34,645').waitFor();
  await picture(page, 'payouts');
  await page.getByLabel('Which payouts').click();
  await page.getByRole('option', { name: 'Sent', exact: true }).click();
  await page.waitForURL(/state=transferred/);
  await page.getByText('The host has no account to be paid through').waitFor({ state: 'detached' });
  await page.getByRole('grid', { name: 'Payouts' }).getByRole('link').first().click();
  await page.getByRole('heading', { name: /^Payout of €/ }).waitFor();
  await picture(page, 'payout');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
  expect(file.suggestedFilename()).toMatch(/^payout-[a-z0-9]{24}\.csv$/);
  const [paper] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: 'To print' }).click(),
  ]);
  await paper.getByText(/payout statement/).waitFor();
  await picture(paper, 'payout-paper');
  await page.context().close();
});

test('the pages are as readable at night, and an answer that does not come is said', async () => {
  const page = await asOperator('/money/payouts', { colorScheme: 'dark' });
  await page.getByText('The host has no account to be paid through').waitFor();
  await picture(page, 'payouts-dark');
  await page.goto(`${world.app.url}/admin/money/disputes/${'z'.repeat(24)}`);
  await page.getByRole('alert').getByText('No such dispute').waitFor();
  await picture(page, 'missing-dark');
  await page.context().close();
});

test('a host sees their own payouts, and nothing of the staff’s', async () => {
  const signIn = asHost(world.app.url, world.yenHost.token);
  const page = await openPage(browser, world.app.url, signIn, '/money');
  await page.getByText('The host has no account to be paid through').waitFor();
  expect(await page.getByRole('navigation', { name: 'Money' }).getByRole('link').allInnerTexts()).not.toContain(
    'Disputes',
  );
  expect(await page.getByText('House by the river').count()).toBe(0);
  const [row] = await world.db.query<{ id: string }>(`select document_id as id from payout where currency = 'EUR'`);
  await page.goto(`${world.app.url}/admin/money/payouts/${row?.id}`);
  await page.getByRole('alert').getByText('No such payout').waitFor();
  await page.goto(`${world.app.url}/admin/money/disputes`);
  await page.getByText(/permissions/i).waitFor();
  await page.context().close();
});
