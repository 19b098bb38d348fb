import type { Casita } from '../../src/ports';
import { systemClock } from '../../src/sandbox/clock';
import { call } from '../api/support/client';
import { registerOperator, type PanelCaller } from '../api/support/panel-world';
import { openDoors, signUp, signUpHost, type Person } from '../api/support/people';
import { bookConfirmed, until } from '../api/support/stays';
import { startApp, type AppProcess } from '../services/support/app-process';
import { openTestDatabase } from '../services/support/test-database';
import { makeHome } from '../services/support/world';

/** A marketplace in which money has gone all ways: made over HTTP, against the local Stripe, with the clock moved on. */
export interface MoneyWorld {
  readonly app: AppProcess;
  readonly db: ReturnType<typeof openTestDatabase>;
  readonly operator: PanelCaller;
  /** Can be paid: a stay is over, and another is disputed. */
  readonly host: Person;
  /** Has a home in yen, and no account to be paid through. */
  readonly yenHost: Person;
  readonly guest: Person;
  /** A completed stay of 410.00 EUR, paid with a card that is kept, whose payout was sent. */
  readonly stay: string;
  /** A stay to come, of 410.00 EUR, whose guest's bank took the money back. */
  readonly disputed: string;
  /** A completed stay of 41,000 JPY whose payout is owed. */
  readonly yenStay: string;
  claim(host: Person, stay: string, amount: number): Promise<void>;
}

export async function makeMoneyWorld(): Promise<MoneyWorld> {
  const app = await startApp({ env: { ...openDoors, SERVE_ADMIN: 'true' } });
  const db = openTestDatabase(app.database.url);
  const operator = await registerOperator(app.url);
  const [host, yenHost, guest] = [
    await signUpHost(app, 'ines'),
    await signUpHost(app, 'yuki'),
    await signUp(app, 'gisela'),
  ];
  const world = { app, db };
  await onboard(world, host);
  const home = await homeOf(world, host, 'House by the river', {});
  const yenHome = await homeOf(world, yenHost, 'House of paper', { currency: 'JPY' });
  const dates = { checkIn: day(2), checkOut: day(5) };
  const stay = await bookConfirmed(app, guest.token, home, dates, { saveCard: true });
  const yenStay = await bookConfirmed(app, guest.token, yenHome, dates);
  const disputed = await bookConfirmed(app, guest.token, home, { checkIn: day(20), checkOut: day(23) });
  await call(app, 'POST', '/sandbox/clock', { body: { advance: 'P6D' } });
  await until(async () => (await payoutStates(world)) === 'owed transferred');
  await takeBack(world, disputed);
  const claim = async (by: Person, of: string, amount: number) => {
    const items = [{ label: 'Lamp', amount }];
    const body = { amount, items, description: 'The lamp in the hall is broken.' };
    const filed = await call(app, 'POST', `/api/bookings/${of}/claims`, { token: by.token, body });
    if (filed.status !== 201) throw new Error(`claim: ${JSON.stringify(filed.body)}`);
  };
  return { app, db, operator, host, yenHost, guest, stay, disputed, yenStay, claim };
}

type Made = Pick<MoneyWorld, 'app' | 'db'>;

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

async function homeOf(
  { db }: Made,
  { email }: Person,
  name: string,
  changes: Parameters<typeof makeHome>[1],
): Promise<string> {
  const home = await makeHome({ db, clock: systemClock } as unknown as Casita, { name, ...changes });
  await db.query(
    `update properties set host_id = (select p.id from host_profiles p join up_users u on u.id = p.user_id where u.email = $2) where id = $1`,
    [home.id, email],
  );
  return home.documentId;
}

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

async function control({ app }: Made, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${setting('STRIPE_SECRET_KEY')}` };
  const answer = await call(app, 'POST', `/sandbox/stripe/_controls${path}`, { headers, body });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

async function onboard(world: Made, { token }: Person): Promise<void> {
  const { app, db } = world;
  const started = await call(app, 'POST', '/api/host/onboarding', { token, body: { country: 'PT' } });
  if (started.status !== 201) throw new Error(`onboarding: ${JSON.stringify(started.body)}`);
  const [row] = await db.query<{ id: string }>('select stripe_account as id from host_account');
  await control(world, `/accounts/${row?.id}/onboarding`, { outcome: 'complete' });
  await call(app, 'POST', '/sandbox/clock', { body: { advance: 'PT1S' } });
  const isReady = async () => (await call(app, 'GET', '/api/host/onboarding', { token })).body.data.ready === true;
  await until(isReady);
}

async function payoutStates({ db }: Made): Promise<string> {
  const rows = await db.query<{ state: string }>('select state from payout order by state');
  return rows.map(({ state }) => state).join(' ');
}

/** The guest's bank wants the money of a booking back, and we hear of it. */
async function takeBack(world: Made, booking: string): Promise<void> {
  const [row] = await world.db.query<{ charge: string }>(
    'select p.stripe_charge as charge from payments p join bookings b on b.id = p.booking_id where b.document_id = $1',
    [booking],
  );
  await control(world, `/charges/${row?.charge}/dispute`, { reason: 'product_not_received' });
  await call(world.app, 'POST', '/sandbox/clock', { body: { advance: 'PT1S' } });
  await until(async () => (await world.db.query('select from dispute')).length === 1);
}
