import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Core } from '@strapi/strapi';
import { Temporal } from 'temporal-polyfill';
import type { PhotoRecord } from '../../api/property/listing-record';
import { writeListings } from '../../api/property/use-cases/write-listings';
import { localDate } from '../../domain/stay-time';
import type { Casita } from '../../ports';
import type { Settings } from '../../settings';
import { measurePriceLevels } from '../../search/queries/price-levels';
import { refreshSearchRows } from '../../search/refresh-search-rows';
import { createStripeSandbox } from '../stripe';
import { demoAccounts, makePeople, makeStaff } from './accounts';
import { makeDemoCoupons } from './coupons';
import { city } from './geography';
import { payHosts } from './host-accounts';
import { makeHomes, source } from './homes';
import { drawPictures } from './pictures';
import { planStays } from './plan';
import { seededRandom, type Random } from './random';
import type { DemoHome } from './stay-life';
import { walkThrough, walkingClock } from './walk';

const SEED = 20_261;
const PHOTOS_PER_HOME = 5;
/** How far back the walk begins: further than any stay of the plan was booked. */
const DAYS_BACK = 150;
const MARKER = { type: 'plugin', name: 'casita', key: 'demo-city' } as const;
const BEGINNING = { ...MARKER, key: 'demo-city-began' } as const;

export interface Filling {
  readonly strapi: Core.Strapi;
  readonly app: Casita;
  readonly settings: Pick<Settings, 'stripe'>;
  readonly accountsFile: string;
  /** The payment provider's ports over a local Stripe at this address. */
  providerAt(url: string): Partial<Casita>;
  say(line: string): void;
}

/** Makes the demo city, once. Each part finds what an earlier run has made: one that was killed is finished by the next. */
export async function fillDemoCity(filling: Filling): Promise<'filled' | 'was there'> {
  const { strapi, say } = filling;
  const accounts = demoAccounts(filling.accountsFile);
  const marker = strapi.store(MARKER);
  if (await marker.get({})) return 'was there';
  const began = await beginning(filling);
  const app: Casita = { ...filling.app, clock: { now: () => began } };
  const random = seededRandom(SEED);
  await makeStaff(strapi, accounts);
  say('drawing pictures');
  const photos = await storePictures(app);
  await makeDemoCoupons(app);
  say('writing homes');
  const ids = await writeHomes(app, random, photos);
  const people = await makePeople(app, accounts, random);
  say('living through past stays');
  await liveStays({ ...filling, app }, random, people);
  await app.db.transaction((tx) => measurePriceLevels(tx));
  await app.db.transaction((tx) => refreshSearchRows(tx, ids));
  await marker.set({ value: { filledAt: filling.app.clock.now().toString() } });
  return 'filled';
}

/**
 * When the first run began: all later ones live at that time too. Dates of homes and stays are counted from it, and a stay that
 * was held when a run was killed is paid before its hold ends.
 */
async function beginning({ strapi, app }: Filling): Promise<Temporal.Instant> {
  const store = strapi.store(BEGINNING);
  const stored: unknown = await store.get({});
  if (typeof stored === 'string') return Temporal.Instant.from(stored);
  const now = app.clock.now();
  await store.set({ value: now.toString() });
  return now;
}

async function storePictures(app: Casita): Promise<PhotoRecord[]> {
  const rows = await app.db.query<{ id: number; name: string }>(
    `select id, name from files where name like 'demo-%.jpg'`,
  );
  const stored = new Map(rows.map((row) => [row.name, row.id]));
  const folder = await mkdtemp(join(tmpdir(), 'casita-demo-'));
  try {
    const photos: PhotoRecord[] = [];
    for (const picture of await drawPictures(SEED)) {
      const fileId = stored.get(picture.name) ?? (await storePicture(app, folder, picture.name, picture.jpeg));
      photos.push({ fileId, caption: picture.alt });
    }
    return photos;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function storePicture(app: Casita, folder: string, name: string, jpeg: Buffer): Promise<number> {
  const path = join(folder, name);
  await writeFile(path, jpeg);
  const stored = await app.photos.store(path, name.replace(/\.jpg$/, ''));
  if (!stored) throw new Error(`the picture ${name} was not taken`);
  return stored.fileId;
}

/** All homes in one transaction. @returns the ids of their rows */
export async function writeHomes(app: Casita, random: Random, photos: readonly PhotoRecord[]): Promise<number[]> {
  const now = app.clock.now();
  const homes = makeHomes(random, localDate(now, city.timeZone)).map((home) => ({
    ...home,
    photos: random.some(photos, PHOTOS_PER_HOME),
  }));
  return app.db.transaction(async (tx) => {
    await writeListings(tx, homes, now);
    const rows = await tx.query<{ id: number }>('select id from properties where source = $1', [source]);
    const ids = rows.map((row) => row.id);
    await refreshSearchRows(tx, ids);
    return ids;
  });
}

/** Lives through the stays of the plan with a local Stripe of its own, on the installation's state. */
export async function liveStays(
  { app, settings, providerAt, say }: Pick<Filling, 'app' | 'settings' | 'providerAt' | 'say'>,
  random: Random,
  people: Awaited<ReturnType<typeof makePeople>>,
): Promise<void> {
  const now = app.clock.now();
  const clock = walkingClock(now.subtract({ hours: 24 * DAYS_BACK }));
  const { secretKey, publishableKey } = settings.stripe;
  // No endpoints: the walk asks after each payment itself, and the app need not be told of the past when it starts.
  const stripe = createStripeSandbox({
    database: app.db,
    clock,
    secretKey,
    publishableKey,
    webhookEndpoints: [],
    background: false,
  });
  await stripe.migrate();
  const server = createServer((req, res) => void stripe.listener(req, res));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const walking: Casita = {
    ...app,
    clock,
    jobs: { add: async () => undefined },
    ...providerAt(url),
  };
  // Calls that a killed run was at are its own for half a minute: it is gone, and a hold would end before its payment is made.
  await app.db.query(`update stripe_call set next_attempt_at = now() where state = 'pending'`);
  try {
    await payHosts(walking, await demoHosts(app), (account) => completeAccount(url, secretKey, account));
    await walkThrough(
      {
        app: walking,
        clock,
        now,
        homes: await demoHomes(app),
        people,
        random,
        pay: (clientSecret) => confirm(url, publishableKey, clientSecret),
        progress: (done, of) => say(`living through past stays: ${done} of ${of} steps`),
      },
      planStays(random),
    );
  } finally {
    await stripe.close();
    server.closeAllConnections();
    server.close();
  }
}

async function demoHosts(app: Casita): Promise<number[]> {
  const rows = await app.db.query<{ id: number }>('select id from host_profiles where source = $1 order by id', [
    source,
  ]);
  return rows.map(({ id }) => id);
}

async function demoHomes(app: Casita): Promise<DemoHome[]> {
  const rows = await app.db.query<{
    document_id: string;
    host_id: number;
    user_id: number | null;
    instant: boolean;
    max_guests: number;
  }>(
    `select p.document_id, p.host_id, h.user_id, (s.terms->'rules'->>'instantBook')::boolean as instant, (s.terms->'capacity'->>'maxGuests')::int as max_guests
     from properties p join search_property s on s.property_id = p.id join host_profiles h on h.id = p.host_id
     where p.source = $1 and p.state = 'published' and s.terms is not null order by p.id`,
    [source],
  );
  return rows.map((row) => ({
    documentId: row.document_id,
    hostId: row.host_id,
    hostUserId: row.user_id,
    instant: row.instant,
    maxGuests: row.max_guests,
  }));
}

async function confirm(url: string, publishableKey: string, clientSecret: string): Promise<void> {
  const id = clientSecret.split('_secret_')[0] ?? '';
  const response = await fetch(`${url}/v1/payment_intents/${id}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${publishableKey}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_secret: clientSecret, payment_method: 'pm_card_visa' }),
  });
  if (!response.ok) throw new Error(`the demo payment was not taken: ${await response.text()}`);
}

async function completeAccount(url: string, secretKey: string, account: string): Promise<void> {
  const response = await fetch(`${url}/_controls/accounts/${account}/onboarding`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ outcome: 'complete' }),
  });
  if (!response.ok) throw new Error(`the demo account was not completed: ${await response.text()}`);
}
