import type Stripe from 'stripe';
import { stripeClient } from '../../../src/adapters/stripe/stripe-client';
import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { nightOf } from '../../../src/domain/night';
import type { TestCasita } from '../support/casita';
import { book, makeAccount, makeHome, pay, viewOf, type TestHome } from '../support/world';

const recipient: Stripe.V2.Core.AccountCreateParams = {
  contact_email: 'host@example.test',
  display_name: 'Ana',
  dashboard: 'express',
  identity: { country: 'PT', entity_type: 'individual' },
  defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
  configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
};

const clientOf = (world: TestCasita) => stripeClient({ secretKey: world.secretKey, apiBase: world.stripeUrl });

export async function control(world: TestCasita, path: string, body: Record<string, string>): Promise<void> {
  const response = await fetch(`${world.stripeUrl}/_controls${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.secretKey}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** Gives a host an account that money can be sent to. @returns its id at the provider */
export async function makePayable(world: TestCasita, hostId: number): Promise<string> {
  const { id } = await clientOf(world).v2.core.accounts.create(recipient);
  await control(world, `/accounts/${id}/onboarding`, { outcome: 'complete' });
  await world.app.db.query(
    `insert into host_account (host_id, stripe_account, state, state_since, was_ready, country, currency, check_at, created_at)
     values ($1, $2, 'ready', now(), true, 'PT', 'EUR', now() + interval '100 years', now())`,
    [hostId, id],
  );
  return id;
}

/** What the provider has sent to an account and not taken back, whatever its bank has had of it since. */
export async function sentTo(world: TestCasita, destination: string): Promise<number> {
  const { data } = await clientOf(world).transfers.list({ destination, limit: 100 });
  return data.reduce((sum, transfer) => sum + transfer.amount - transfer.amount_reversed, 0);
}

export interface PaidStay {
  readonly home: TestHome;
  readonly guest: Awaited<ReturnType<typeof makeAccount>>;
  readonly id: number;
  readonly documentId: string;
  readonly total: number;
  readonly hostPayout: number;
  readonly currency: string;
}

/** A confirmed stay that begins in `days` days, paid for; each of a home of its own unless one is given. */
export async function paidStay(
  world: TestCasita,
  {
    days = 5,
    nights = 3,
    home: given,
    changes,
    card,
  }: {
    days?: number;
    nights?: number;
    home?: TestHome;
    changes?: Parameters<typeof makeHome>[1];
    card?: string;
  } = {},
): Promise<PaidStay> {
  const home = given ?? (await makeHome(world.app, changes));
  const guest = await makeAccount(world.app);
  const first = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days });
  const wish = { checkIn: nightOf(first.toString()), checkOut: nightOf(first.add({ days: nights }).toString()) };
  const booking = await book(world.app, home, guest, wish);
  if ((await pay(world, booking, card)) !== 'succeeded') throw new Error('not paid');
  await world.settle();
  const { state, id, document_id: documentId, total, quote, currency } = await viewOf(world.app, booking.id);
  if (state !== 'confirmed') throw new Error(`the stay is ${state}`);
  return { home, guest, id, documentId, total, hostPayout: quote.hostPayout, currency };
}

export const cancelStay = (world: TestCasita, { home, guest, documentId }: PaidStay, side: 'guest' | 'host') =>
  cancelBooking(world.app, {
    actor: side === 'guest' ? guest : home.host,
    side,
    door: 'rest',
    bookingDocumentId: documentId,
    reason: null,
    expectedRefund: null,
  });

export interface SeenPayout {
  readonly id: number;
  readonly state: string;
  readonly amount: number;
  readonly transferred: number;
  readonly reason: string | null;
  readonly lines: readonly { readonly kind: string; readonly amount: number }[];
}

/** A host's payouts in the order in which they were made. */
export const payoutsOf = (world: TestCasita, hostId: number): Promise<SeenPayout[]> =>
  world.app.db.query<SeenPayout>(
    `select p.id, p.state, p.amount, p.transferred, p.reason,
       (select json_agg(json_build_object('kind', l.kind, 'amount', l.amount) order by l.id) from payout_line l where l.payout_id = p.id) as lines
     from payout p where p.host_id = $1 order by p.id`,
    [hostId],
  );

/** Debits are positive. */
export async function ledgerOf(world: TestCasita, account: string): Promise<number> {
  const rows = await world.app.db.query<{ sum: number }>(
    'select coalesce(sum(amount), 0)::bigint as sum from ledger_entry where account = $1',
    [account],
  );
  return rows[0]?.sum ?? 0;
}

/** Takes a part of what was sent for a stay back by hand, as in the provider's own panel. */
export async function takeBack(world: TestCasita, { id }: Pick<PaidStay, 'id'>, amount = 1_000): Promise<void> {
  const sql = 'select stripe_transfer as transfer from transfer where booking_id = $1';
  const [sent] = await world.app.db.query<{ transfer: string }>(sql, [id]);
  if (!sent) throw new Error(`nothing was sent for booking ${id}`);
  await clientOf(world).transfers.createReversal(sent.transfer, { amount });
}
