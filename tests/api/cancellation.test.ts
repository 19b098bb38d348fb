import { Temporal } from 'temporal-polyfill';
import { openTestDatabase } from '../services/support/test-database';
import type { Database } from '../../src/adapters/postgres/sql';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import type { CancellationPolicy } from '../../src/domain/cancellation-policy';
import { systemClock } from '../../src/sandbox/clock';
import type { Casita } from '../../src/ports';
import { startApp, type AppProcess } from '../services/support/app-process';
import { makeHome } from '../services/support/world';
import { call, graphql, reasonsOf } from './support/client';
import { openDoors, signIn, signUp } from './support/people';
import { bookConfirmed, until } from './support/stays';

/**
 * The table of the rules, lived through: one home for each row, all booked at once, and the clock moved from one cancellation to
 * the next. What the preview says, what Stripe gives back and what the ledger keeps must be one amount.
 */

/** An operator's own: free until 3 days before, then half. */
const relaxed: CancellationPolicy = {
  code: 'relaxed',
  label: 'Relaxed',
  grace: null,
  tiers: [
    { rule: 'free', until: { beforeCheckIn: { days: 3 } }, keep: null },
    { rule: 'half', until: null, keep: { nextNights: 0, restBasisPoints: 5_000 } },
  ],
};

const DAYS_AHEAD = 40;

interface Row {
  readonly policy: string;
  /** Since the booking, or before check-in (15:00 in Lisbon). */
  readonly when: { readonly after: string } | { readonly before: string };
  readonly rule: string;
  readonly refund: number;
  readonly nights?: number;
}

const rows: readonly Row[] = [
  { policy: 'non_refundable', when: { after: 'PT23H' }, rule: 'grace', refund: 55_000 },
  { policy: 'non_refundable', when: { after: 'PT25H' }, rule: 'none', refund: 0 },
  { policy: 'relaxed', when: { after: 'PT25H' }, rule: 'free', refund: 55_000 },
  { policy: 'strict', when: { after: 'PT47H' }, rule: 'free', refund: 55_000 },
  { policy: 'strict', when: { after: 'PT49H' }, rule: 'half', refund: 27_500 },
  { policy: 'firm', when: { before: 'P30DT1M' }, rule: 'free', refund: 55_000 },
  { policy: 'long_stay', nights: 40, when: { before: 'P30DT1M' }, rule: 'free', refund: 405_000 },
  { policy: 'firm', when: { before: 'P29DT23H59M' }, rule: 'half', refund: 27_500 },
  { policy: 'long_stay', nights: 40, when: { before: 'P29DT23H59M' }, rule: 'late', refund: 101_250 },
  { policy: 'limited', when: { before: 'P14DT1M' }, rule: 'free', refund: 55_000 },
  { policy: 'limited', when: { before: 'P13DT23H59M' }, rule: 'half', refund: 27_500 },
  { policy: 'strict', when: { before: 'P7DT1M' }, rule: 'half', refund: 27_500 },
  { policy: 'limited', when: { before: 'P6DT23H59M' }, rule: 'none', refund: 0 },
  { policy: 'moderate', when: { before: 'P5DT1M' }, rule: 'free', refund: 55_000 },
  { policy: 'moderate', when: { before: 'P4DT23H59M' }, rule: 'late', refund: 22_000 },
  { policy: 'relaxed', when: { before: 'P2DT23H59M' }, rule: 'half', refund: 27_500 },
  { policy: 'flexible', when: { before: 'PT24H1M' }, rule: 'free', refund: 55_000 },
  { policy: 'flexible', when: { before: 'PT23H59M' }, rule: 'late', refund: 44_000 },
  // The morning after the first night.
  { policy: 'moderate', when: { before: '-PT19H' }, rule: 'late', refund: 16_500 },
  { policy: 'flexible', when: { before: '-PT19H' }, rule: 'late', refund: 33_000 },
  { policy: 'long_stay', nights: 40, when: { before: '-P5DT1H' }, rule: 'late', refund: 50_625 },
];

let app: AppProcess;
let db: Database;
let bookedAt: Temporal.Instant;
let checkInAt: Temporal.Instant;
const bookings = new Map<Row, string>();
const email = 'guest@example.test';

beforeAll(async () => {
  app = await startApp({ env: { ...openDoors, CANCELLATION_POLICIES: JSON.stringify([relaxed]) } });
  db = openTestDatabase(app.database.url);
  const guest = await signUp(app, 'guest');
  const today = Temporal.Now.plainDateISO('Europe/Lisbon');
  const checkIn = today.add({ days: DAYS_AHEAD });
  checkInAt = checkIn.toZonedDateTime({ timeZone: 'Europe/Lisbon', plainTime: '15:00' }).toInstant();
  for (const row of rows) {
    const home = await makeHome({ db, clock: systemClock } as unknown as Casita, {
      prices: { base: 10_000, cleaningFee: 5_000 },
      bookingRules: { instantBook: true, maxNights: 60, cancellationPolicy: 'flexible' },
    });
    await setPolicy(home.id, row.nights === undefined ? row.policy : 'flexible');
    const checkOut = checkIn.add({ days: row.nights ?? 5 }).toString();
    bookings.set(row, await bookConfirmed(app, guest.token, home.documentId, { checkIn: checkIn.toString(), checkOut })); // prettier-ignore
    // The listing changes afterwards; what was booked does not.
    await setPolicy(home.id, 'non_refundable');
  }
  bookedAt = Temporal.Now.instant();
}, 240_000);
afterAll(async () => {
  await db?.close();
  await app?.end();
});

const setPolicy = (propertyId: number, code: string) =>
  db.query(
    `update components_property_booking_rules set cancellation_policy = $2
     where id = (select cmp_id from properties_cmps where entity_id = $1 and field = 'bookingRules')`,
    [propertyId, code],
  );

async function moveTo({ when }: Row): Promise<void> {
  const to =
    'after' in when
      ? bookedAt.add(Temporal.Duration.from(when.after))
      : checkInAt.toZonedDateTimeISO('Europe/Lisbon').subtract(Temporal.Duration.from(when.before)).toInstant();
  const { now } = (await call(app, 'POST', '/sandbox/clock', { body: { advance: 'PT1S' } })).body.data;
  if (Temporal.Instant.compare(Temporal.Instant.from(now), to) >= 0) return;
  const moved = await call(app, 'POST', '/sandbox/clock', { body: { to: to.toString() } });
  if (moved.status !== 200) throw new Error(JSON.stringify(moved.body));
}

const said = ({ policy, when, nights }: Row): string =>
  `${policy}${nights ? `, ${nights} nights` : ''} ${'after' in when ? `${when.after} after booking` : `${when.before} before check-in`}`;

test.each(rows.map((row) => [said(row), row.rule, row.refund, row] as const))(
  '%s: %s, %i',
  async (_, rule, refund, row) => {
    // prettier-ignore
    await moveTo(row);
    const { token } = await signIn(app, email);
    const id = bookings.get(row) ?? '';
    const preview = await call(app, 'POST', `/api/bookings/${id}/cancellation-preview`, { token, body: {} });
    expect(preview.body.data).toMatchObject({ policy: row.policy, rule, refund: { amount: refund, currency: 'EUR' } });
    const { lines, cutoffs, paid } = preview.body.data;
    expect(lines.reduce((sum: number, line: { refund: number }) => sum + line.refund, 0)).toBe(refund);
    expect(cutoffs.find((cutoff: { rule: string }) => cutoff.rule === rule).refund).toBe(refund);
    const cancelled = await call(app, 'POST', `/api/bookings/${id}/cancel`, {
      token,
      body: { expectedRefund: refund },
    });
    expect([cancelled.status, cancelled.body.data?.state]).toEqual([200, 'cancelled']);
    const read = async () => (await call(app, 'GET', `/api/bookings/${id}`, { token })).body.data;
    const isRefunded = async () =>
      (await read()).refunds.every(({ state }: { state: string }) => state === 'succeeded');
    await until(isRefunded);
    const money = { amount: refund, currency: 'EUR' };
    expect((await read()).refunds.map(({ amount }: { amount: unknown }) => amount)).toEqual(
      refund === 0 ? [] : [money],
    );
    expect(await booksOf(id)).toEqual({ kept: paid.amount - refund, stripe: refund });
  },
  120_000,
);

/** What the ledger still has of the guest's money, or has shared out, and what Stripe's own books say went back. */
async function booksOf(documentId: string): Promise<unknown> {
  const [row] = await db.query(
    `select
       (select -coalesce(sum(e.amount), 0)::int from ledger_entry e where e.account = 'guest_funds:' || b.id)
         + (select coalesce(sum(host_payout + platform_fee + tax), 0)::int from booking_release r where r.booking_id = b.id) as kept,
       (select coalesce(sum((r.body->>'amount')::int), 0)::int from stripe_sandbox.object r join payments p on p.stripe_payment_intent = r.body->>'payment_intent'
        where r.type = 'refund' and r.body->>'status' = 'succeeded' and p.booking_id = b.id) as stripe
     from bookings b where b.document_id = $1`,
    [documentId],
  );
  return row;
}

test('money and nights are as they must be after all that', async () => {
  expect(await brokenInvariants(db)).toEqual([]);
});

describe('the policies of this marketplace', () => {
  test('are listed with the operator’s own, on REST and GraphQL alike', async () => {
    const listed = await call(app, 'GET', '/api/cancellation-policies');
    expect(listed.body.data).toHaveLength(8);
    expect(listed.body.data.at(-1)).toEqual({
      code: 'relaxed',
      label: 'Relaxed',
      grace: null,
      tiers: [
        { rule: 'free', beforeCheckIn: { days: 3, hours: 0 }, hoursAfterConfirmation: null, keptNights: null, keptRestBasisPoints: null }, // prettier-ignore
        { rule: 'half', beforeCheckIn: null, hoursAfterConfirmation: null, keptNights: 0, keptRestBasisPoints: 5_000 },
      ],
      appliesFromNights: null,
    });
    expect(listed.body.data.find(({ code }: { code: string }) => code === 'long_stay').appliesFromNights).toBe(28);
    const query = `{ cancellationPolicies { code label grace { hoursAfterConfirmation confirmedBeforeCheckIn { days hours } }
      tiers { rule beforeCheckIn { days hours } hoursAfterConfirmation keptNights keptRestBasisPoints } appliesFromNights } }`;
    expect((await graphql(app, query)).body.data.cancellationPolicies).toEqual(listed.body.data);
  });

  test('a listing takes the operator’s own and no other, through REST and GraphQL', async () => {
    const { token } = await signUp(app, 'host');
    await call(app, 'POST', '/api/me/become-host', { token, body: { displayName: 'Host' } });
    const make = (cancellationPolicy: string) =>
      call(app, 'POST', '/api/properties', { token, body: { name: 'Home', bookingRules: { cancellationPolicy } } });
    const made = await make('relaxed');
    expect([made.status, made.body.data?.bookingRules.cancellationPolicy]).toEqual([201, 'relaxed']);
    const unknown = { code: 'unknown_policy', field: 'bookingRules.cancellationPolicy', value: 'generous' };
    const refused = await make('generous');
    expect([refused.status, reasonsOf(refused)]).toMatchObject([422, [unknown]]);
    const mutation = `mutation ($id: ID!, $code: String!) { updateProperty(id: $id, input: { bookingRules: { cancellationPolicy: $code } }) { bookingRules { cancellationPolicy } } }`;
    const update = (code: string) => graphql(app, mutation, { id: made.body.data.documentId, code }, token);
    expect((await update('firm')).body.data.updateProperty.bookingRules.cancellationPolicy).toBe('firm');
    expect(reasonsOf(await update('generous'))).toMatchObject([unknown]);
    expect((await update('relaxed')).body.data.updateProperty.bookingRules.cancellationPolicy).toBe('relaxed');
  });

  test('no fixed list of them is in the schemas', async () => {
    const document = JSON.stringify((await call(app, 'GET', '/openapi.json')).body);
    expect(document).not.toMatch(/"enum":\["flexible"(?![^\]]*"relaxed")/);
  });

  test('a start without a policy that homes have is refused, and says which', async () => {
    await expect(startApp({ env: { ...openDoors }, database: app.database })).rejects.toThrow(
      /lacks policies that homes have: relaxed \(1\)/,
    );
  }, 240_000);
});
