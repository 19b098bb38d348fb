import type { Browser, Page } from 'playwright-core';
import { startApp, type AppProcess } from '../services/support/app-process';
import { asHost as asHostAt, buildPanel, launchBrowser, openPage, withToken, type SignIn } from './browser';
import { makePanelWorld, send, type HostWorld, type PanelWorld } from '../api/support/panel-world';

/** The panel as hosts and moderators see it: built, served by the app, driven in a real browser. */

jest.setTimeout(240_000);

let app: AppProcess;
let world: PanelWorld;
let browser: Browser;

beforeAll(async () => {
  buildPanel();
  app = await startApp({ env: { SERVE_ADMIN: 'true' } });
  world = await makePanelWorld(app.url, app.database.url);
  browser = await launchBrowser();
}, 480_000);
afterAll(async () => {
  await browser?.close();
  await world?.sql.end();
  await app?.stop();
});

const inPanel = (signIn: SignIn, path: string): Promise<Page> => openPage(browser, app.url, signIn, path);

const asHost = (accountToken: string): SignIn => asHostAt(app.url, accountToken);
const asModerator: SignIn = (context) => withToken(app.url, world.moderator.token)(context);
const asOperator: SignIn = (context) => withToken(app.url, world.operator.token)(context);

const list = (uid: string) => `/content-manager/collection-types/${uid}`;

const completeHome = {
  name: 'House by the river',
  currency: 'EUR',
  point: { latitude: 38.7111, longitude: -9.1367 },
  prices: { base: 12_000 },
};

/** Presses a button that asks once more. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name, exact: true }).click();
}

/** The words of all the reviews that the public API shows of the host's home. */
async function guestsRead({ entry }: HostWorld): Promise<string[]> {
  const home = entry['api::property.property']?.documentId;
  const { status, body } = await send(`${app.url}/api/properties/${home}/reviews`, 'GET', null);
  expect(status).toBe(200);
  return (body.data as { body: string }[]).map((review) => review.body);
}

test('a host comes in without a second password and sees their own homes only', async () => {
  const page = await inPanel(asHost(world.a.accountToken), '/');
  await page.getByRole('heading', { name: 'Hello Host alma' }).waitFor();
  await page.getByText('request to answer').waitFor();
  await page.goto(`${app.url}/admin${list('api::property.property')}`);
  await page.getByRole('link', { name: /Casa alma/ }).waitFor();
  expect(await page.getByText('Casa bruno').count()).toBe(0);
  expect(await page.getByText('1 entry').count()).toBe(1);
  await page.goto(
    `${app.url}/admin${list('api::property.property')}/${world.b.entry['api::property.property']?.documentId}`,
  );
  await page.waitForTimeout(3_000);
  expect(await page.content()).not.toContain(world.b.canary);
  await page.context().close();
});

test('a host answers a request by its button', async () => {
  const { id, documentId } = world.a.entry['api::booking.booking'] ?? { id: 0, documentId: '' };
  const page = await inPanel(asHost(world.a.accountToken), `${list('api::booking.booking')}/${documentId}`);
  await page.getByRole('button', { name: 'Decline' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('The roof is being mended');
  await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
  await page.getByText('The request is declined').waitFor();
  const booking = await world.sql.query('select state from bookings where id = $1', [id]);
  expect(booking.rows[0].state).toBe('declined');
  await page.getByText('The roof is being mended').first().waitFor();
  await page.context().close();
});

test('a host publishes a home and takes it off the market; guests find it in between alone', async () => {
  const { b } = world;
  const made = await send(`${app.url}/api/properties`, 'POST', b.accountToken, completeHome);
  const documentId = String(made.body.data.documentId);
  const found = async () => {
    const one = await send(`${app.url}/api/properties/${documentId}`, 'GET', null);
    const all = await send(`${app.url}/api/properties`, 'GET', null);
    return [one.status, (all.body.data as { name: string }[]).some(({ name }) => name === completeHome.name)];
  };
  expect(await found()).toEqual([404, false]);

  const page = await inPanel(asHost(b.accountToken), `${list('api::property.property')}/${documentId}`);
  await press(page, 'Publish');
  await page.getByText('Your home is on the market').waitFor();
  expect(await found()).toEqual([200, true]);

  await press(page, 'Unpublish');
  await page.getByText('Your home is off the market').waitFor();
  await page.getByRole('button', { name: 'Publish', exact: true }).waitFor();
  expect(await found()).toEqual([404, false]);
  await page.context().close();
});

test('a moderator publishes a review and hides it with a reason; the trail shows both', async () => {
  const { id, documentId } = world.a.entry['pending review'] ?? { id: 0, documentId: '' };
  const words = 'pending stay at alma';
  const page = await inPanel(asModerator, `${list('api::review.review')}/${documentId}`);
  await page.getByText('Nothing has happened yet.').waitFor();
  expect(await guestsRead(world.a)).not.toContain(words);
  await press(page, 'Publish');
  await page.getByText('The review is published').waitFor();
  await page.getByText('Published', { exact: true }).waitFor();
  expect(await guestsRead(world.a)).toContain(words);

  await page.getByRole('button', { name: 'Hide' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: 'Hide' }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('It names a child');
  await dialog.getByRole('button', { name: 'Hide' }).click();
  await page.getByText('The review is hidden').waitFor();
  expect(await guestsRead(world.a)).not.toContain(words);
  await page.getByText('Hidden', { exact: true }).waitFor();
  await page.getByText('It names a child').first().waitFor();
  await page.getByRole('button', { name: 'Restore' }).waitFor();

  const review = await world.sql.query('select state, body, moderation_reason from reviews where id = $1', [id]);
  expect(review.rows[0]).toEqual({
    state: 'hidden',
    body: words,
    moderation_reason: 'It names a child',
  });
  await page.context().close();
});

test('staff see where the money of a booking is, and give a part of it back', async () => {
  const { id, documentId } = world.b.entry['api::booking.booking'] ?? { id: 0, documentId: '' };
  await world.sql.query(`update payments set state = 'captured', captured_amount = amount where booking_id = $1`, [id]);
  const page = await inPanel(asOperator, `${list('api::booking.booking')}/${documentId}`);
  await page.getByText('Nothing was paid yet.').waitFor();
  await page.getByRole('button', { name: 'Give money back' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('At most €550.00').waitFor();
  await dialog.getByLabel('Amount in EUR').fill('600');
  await dialog.getByText('Not an amount that can go back').waitFor();
  await dialog.getByLabel('Amount in EUR').fill('12,34');
  await dialog.getByLabel('Why? The guest is told.').fill('No hot water');
  await dialog.getByRole('button', { name: 'Give back €12.34' }).click();
  await page.getByText('The money is on its way back').waitFor();
  await page
    .getByText(/No hot water/)
    .first()
    .waitFor();
  const { rows } = await world.sql.query(
    'select amount, bearer, made_by_name from refund_decision where booking_id = $1',
    [id],
  );
  expect(rows).toEqual([{ amount: '1234', bearer: 'marketplace', made_by_name: 'Olga Operator' }]);

  // There is no such payment at Stripe's, so that it cannot go back.
  await page.getByText('Refund: failed: the guest is owed it').waitFor();
  await page.goto(`${app.url}/admin`);
  await page.getByText(/refund of €12.34 failed/).waitFor();
  await page.goto(`${app.url}/admin${list('api::booking.booking')}/${documentId}`);
  await page.getByRole('button', { name: 'Paid another way' }).click();
  await dialog.getByLabel('Reference of the payment').fill('SEPA 4711');
  await dialog.getByLabel('Why? For the record.').fill('Called the guest');
  await dialog.getByRole('button', { name: 'Paid', exact: true }).click();
  await page.getByText('Refund: failed, paid another way').waitFor();
  await page.context().close();
});

test('a host whose sign-in has ended is out of the panel', async () => {
  const page = await inPanel(asHost(world.b.accountToken), '/');
  await page.getByRole('heading', { name: 'Hello Host bruno' }).waitFor();
  await world.sql.query(`delete from strapi_sessions where user_id = $1 and origin = 'users-permissions'`, [
    String(world.b.userId),
  ]);
  await page.goto(`${app.url}/admin${list('api::property.property')}`);
  await page.waitForURL(/auth\/login/);
  await page.context().close();
});
