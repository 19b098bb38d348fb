import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** The panel in a real browser: built once, opened as whoever signs in. */

const root = resolve(__dirname, '../..');
export const patience = 45_000;

export function buildPanel(): void {
  execFileSync(process.execPath, ['scripts/build-admin.mjs'], { cwd: root, stdio: 'ignore' });
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export type SignIn = (context: BrowserContext) => Promise<void>;

export interface Look {
  readonly colorScheme?: 'light' | 'dark';
}

export async function openPage(
  browser: Browser,
  url: string,
  signIn: SignIn,
  path: string,
  { colorScheme = 'light' }: Look = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, colorScheme, locale: 'en-GB' });
  context.setDefaultTimeout(patience);
  await signIn(context);
  const page = await context.newPage();
  await page.goto(`${url}/admin${path}`);
  return page;
}

/** As a page of the guest app does it: the answer's cookies are the browser's. */
export const asHost =
  (url: string, accountToken: string): SignIn =>
  async (context) => {
    const opened = await context.request.post(`${url}/api/host/panel-session`, {
      headers: { authorization: `Bearer ${accountToken}` },
    });
    expect(opened.status()).toBe(201);
  };

/** As somebody of staff whose token is known. */
export const withToken =
  (url: string, token: string): SignIn =>
  (context) =>
    context.addCookies([{ name: 'jwtToken', value: token, url: `${url}/admin` }]);

/** Keeps a picture of the page for whoever wants to see it: in CASITA_SCREENSHOTS, else none. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['CASITA_SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
