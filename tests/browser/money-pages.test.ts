import sharp from 'sharp';
import type { Browser, Page } from 'playwright-core';
import { asHost, buildPanel, launchBrowser, openPage, picture, withToken, type Look } from './browser';
import { call } from '../api/support/client';
import { makeMoneyWorld, type MoneyWorld } from './money-world';

/** The pages about money, as staff see them: lists, one entry of each, and the buttons that move it. */

jest.setTimeout(240_000);

const lease = { name: 'lease.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nA lease\n%%EOF\n') };

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
  // By keyboard alone: into the entry, and out of a button's questions.
  await page.getByRole('link', { name: 'Product not received' }).press('Enter');
  await page.getByRole('heading', { name: 'Product not received' }).waitFor();
  await page.getByText('The host, should it be lost').waitFor();
  await picture(page, 'dispute');

  await page.getByRole('button', { name: 'Accept dispute' }).press('Enter');
  // It listens to keys once the focus is within it.
  await page.locator('[role="dialog"]:focus-within').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: 'Hand in evidence' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Use what is known: What was sold' }).click();
  await page.getByLabel('Anything else').fill('winning_evidence');
  await press(page, 'Save evidence', 'Spoke with the host', 'Save');
  await page.getByText('The evidence is saved').waitFor();
  await page.getByText('Spoke with the host').waitFor();
  await page.getByRole('button', { name: 'Add file' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('File', { exact: true }).setInputFiles(lease);
  await dialog.getByLabel(/^Why\?/).fill('From the host');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('The file is laid down').waitFor();
  await page.getByText('With provider').waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'PDF, 1 KB' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('customerCommunication.pdf');
  await picture(page, 'dispute-file');
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
    { reason: 'From the host', actor_name: 'Olga Operator' },
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

test('the card that the guest keeps is charged with what is decided', async () => {
  await world.claim(world.host, world.stay, 5_000);
  const body = { answer: 'dispute', message: 'Not mine' };
  const path = `/api/bookings/${world.stay}/claims/2/answer`;
  expect((await call(world.app, 'POST', path, { token: world.guest.token, body })).status).toBe(200);
  const page = await asOperator('/money/claims');
  await page.getByRole('link', { name: /^Claim 2 of/ }).click();
  await page.getByRole('button', { name: 'Decide what is owed' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Charge the card that the guest keeps' }).click();
  await picture(page, 'claim-charge-card');
  await dialog.getByLabel('Why? Both parties are told.').fill('The photos show it');
  await dialog.getByRole('button', { name: 'Decide', exact: true }).click();
  await page.getByText('The claim is decided').waitFor();
  await page.getByText('Paid', { exact: true }).first().waitFor();
  const rows = await world.db.query(
    `select c.state, p.captured_amount from damage_claim c join payments p on p.booking_id = c.booking_id and p.purpose = 'claim' and p.instalment = c.n
     where c.n = 2`,
  );
  expect(rows).toEqual([{ state: 'paid', captured_amount: 5_000 }]);
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
  const sent = page.getByRole('grid', { name: 'Payouts' }).getByRole('row', { name: /There since|Expected/ });
  await sent.getByRole('link').first().click();
  await page.getByRole('heading', { name: /^Payout of €/ }).waitFor();
  await page
    .getByText(/^(There since|Expected) /)
    .first()
    .waitFor();
  await picture(page, 'payout');
  await world.db.query(`update bank_payout set state = 'failed', failure = 'account_closed'`);
  await page.reload();
  await page.getByText('Came back: account closed').first().waitFor();
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

test('a host reads earnings and a month, claims damage, and claims it no longer', async () => {
  const signIn = asHost(world.app.url, world.yenHost.token);
  const page = await openPage(browser, world.app.url, signIn, '/money');
  await page.getByRole('heading', { name: 'Earnings', level: 1 }).waitFor();
  await cell(page, 'JPY').waitFor();
  await page.getByText('There is no account to be paid through yet.').waitFor();
  await picture(page, 'host-earnings');
  const month = (
    await world.db.query<{ month: string }>(`select to_char(max(at), 'YYYY-MM') as month from payout_line`)
  )[0];
  await page.goto(`${world.app.url}/admin/money/statements?month=${month?.month}`);
  await page.getByRole('grid', { name: 'Statement in JPY' }).getByText('Released').waitFor();
  await picture(page, 'host-statement');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
  expect(file.suggestedFilename()).toBe(`statement-${month?.month}.csv`);

  await page.getByRole('link', { name: 'Damage claims' }).click();
  await page.getByText('You have claimed nothing.').waitFor();
  await page.getByRole('button', { name: 'Claim damage' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Which stay?').click();
  await page.getByRole('option').first().click();
  await dialog.getByLabel('What it costs, in JPY').fill('5000');
  await dialog.getByLabel('What was damaged? The guest reads it.').fill('A screen of paper is torn.');
  await picture(page, 'host-claim-form');
  await dialog.getByRole('button', { name: 'Claim', exact: true }).click();
  await page.getByText('The guest is asked').waitFor();
  await page.getByRole('link', { name: /^Claim 1 of/ }).click();
  await page.getByText('A screen of paper is torn.').waitFor();
  const lamp = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const taken = { name: 'lamp.png', mimeType: 'image/png', buffer: lamp };
  await page.getByLabel('A picture of the damage').setInputFiles(taken);
  await page.getByText('The picture is added').waitFor();
  const shown = page.getByRole('img', { name: /^By the host/ });
  await shown.waitFor();
  expect(await shown.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(300);
  await picture(page, 'host-claim');
  await page.getByRole('button', { name: 'Claim it no longer' }).click();
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('Withdrawn').first().waitFor();
  const rows = await world.db.query(`select state, amount, currency from damage_claim where currency = 'JPY'`);
  expect(rows).toEqual([{ state: 'withdrawn', amount: 5_000, currency: 'JPY' }]);
  await page.context().close();
});

test('a correction is made beside its booking, and undone by its opposite', async () => {
  const page = await asOperator(`/content-manager/collection-types/api::booking.booking/${world.yenStay}`);
  await page.getByRole('button', { name: "Correct host's part" }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Which way?').click();
  await page.getByRole('option', { name: /^The host gets less/ }).click();
  await dialog.getByLabel('Amount in JPY').fill('500');
  await dialog.getByLabel(/^Why\?/).fill('Cleaned twice');
  await picture(page, 'correction-form');
  await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
  await page.getByText('It is corrected').waitFor();
  await page.goto(`${world.app.url}/admin/money/corrections`);
  await cell(page, '-JP¥500').waitFor();
  await press(page, 'Undo', 'It was another booking', 'Undo');
  await page.getByText(/: It was another booking$/).waitFor();
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  await picture(page, 'corrections');
  const rows = await world.db.query(
    `select kind, reason, reverses is null as first from ledger_transaction where reason is not null order by id`,
  );
  expect(rows).toEqual([
    { kind: 'adjustment', reason: 'Cleaned twice', first: true },
    { kind: 'reversed', reason: 'It was another booking', first: false },
  ]);
  await page.context().close();
});

test('what the daily close found is explained, with a reason that stays', async () => {
  await world.db.query(
    `insert into close_difference (kind, subject, currency, amount, detail, found_at)
     values ('movement', 'txn_unknown', 'EUR', 1234, 'Nobody posted it.', now())`,
  );
  const page = await asOperator('/money/closes');
  await cell(page, '€12.34').waitFor();
  await picture(page, 'closes');
  await press(page, 'Explain', 'A fee of the provider', 'Explain');
  await page.getByText('Explained: A fee of the provider').waitFor();
  await page.getByText('Explained', { exact: true }).waitFor();
  await page.goto(`${world.app.url}/admin/money/attention`);
  await page.getByRole('heading', { name: 'Needs attention', level: 1 }).waitFor();
  await picture(page, 'attention');
  await page.context().close();
});

test('reports for tax offices are shown, and downloaded', async () => {
  const page = await asOperator('/money/taxes', { colorScheme: 'dark' });
  const { from, to } = period();
  await page.getByLabel('From').fill(from);
  await page.getByLabel('To', { exact: true }).fill(to);
  await page.getByRole('button', { name: 'Show' }).click();
  await cell(page, 'Lisboa, PT').first().waitFor();
  await picture(page, 'taxes-dark');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV by stay' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`tax-stays-${from}-${to}.csv`);
  await page.goto(`${world.app.url}/admin/money/sellers`);
  const [sent] = await world.db.query<{ year: string }>(`select to_char(max(at), 'YYYY') as year from payout_line`);
  await page.getByLabel('Year').fill(sent?.year ?? '');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('grid', { name: 'Sellers' }).waitFor();
  await cell(page, '€346.45').waitFor();
  await picture(page, 'sellers-dark');
  await page.context().close();
});

/** From today to the end of all stays. */
function period() {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  return { from: day(0), to: day(30) };
}

test('a host sees their own payouts, and nothing of the staff’s', async () => {
  const signIn = asHost(world.app.url, world.yenHost.token);
  const page = await openPage(browser, world.app.url, signIn, '/money/payouts');
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
