import { Temporal } from 'temporal-polyfill';
import type { Database } from '../../../../src/adapters/postgres/sql';
import { lanesWithDueCalls } from '../../../../src/outbox/queries/calls';
import { brokenInvariants } from '../../../../src/api/payment/queries/invariants';
import { takeEvent } from '../../../../src/inbox/take-event';
import type { Clock } from '../../../../src/domain/clock';
import { bookingJobs } from '../booking-jobs';
import { runDueJobs } from '../../../../src/jobs/run-due-jobs';
import { workEvents } from '../../../../src/jobs/settle-payments';
import { staleSearchRows } from '../../../../src/search/refresh-search-rows';
import type { AccountActor, Casita } from '../../../../src/ports';
import { noBalances, paymentsDouble, type PaymentsDouble } from '../../support/payments-double';
import type { TestHome } from '../../support/world';
import { firstDay, startsAt, type Model } from './model';

/** Time of its own, a millisecond on at each look: no two things happen at one instant, and every run is the same. */
export class TickingClock implements Clock {
  ms = startsAt;
  now(): Temporal.Instant {
    this.ms += 1;
    return Temporal.Instant.fromEpochMilliseconds(this.ms);
  }
}

export const nightOfDay = (day: number): string => firstDay.add({ days: day }).toString();

/** The real use cases on a real database, over a home of this run's own. */
export class Real {
  readonly clock = new TickingClock();
  readonly provider: PaymentsDouble = paymentsDouble(this.clock);
  readonly app: Casita;
  readonly bookings: { readonly id: number; readonly documentId: string }[] = [];
  readonly tokens: string[] = [];
  private events = 0;

  constructor(
    base: Casita,
    readonly home: TestHome,
    readonly guests: readonly AccountActor[],
    readonly sourceId: string,
  ) {
    this.app = { ...base, clock: this.clock, payments: this.provider, balances: noBalances };
  }

  /** `instalment`: 0 the booking's own, n that of its alteration n. */
  async intentOf(no: number, instalment = 0): Promise<string | null> {
    const [row] = await this.app.db.query<{ intent: string | null }>(
      'select stripe_payment_intent as intent from payments where booking_id = $1 and instalment = $2',
      [this.bookings[no]?.id, instalment],
    );
    return row?.intent ?? null;
  }

  /** An event about the booking's intent comes in and is worked off. */
  async deliver(no: number, times: number, instalment = 0): Promise<void> {
    const objectId = await this.intentOf(no, instalment);
    if (objectId === null) return;
    this.events += 1;
    const id = `evt_${objectId}_${this.events}`;
    const event = { id, type: 'payment_intent.updated', objectId, account: null, payload: {} };
    for (let time = 0; time < times; time += 1) {
      await takeEvent(this.app, event);
      await workEvents.run(this.app);
    }
  }

  runJobs = (): Promise<number> => runDueJobs(this.app, bookingJobs);
  callsAreDue = async (): Promise<number> => (await lanesWithDueCalls(this.app.db, 1_000)).length;

  /** What a third party would see, beside what the model says. */
  async expectLike(model: Model): Promise<void> {
    const [row] = await this.app.db.query<{ states: string[]; alterations: string[]; nights: string[] }>(
      `select
        coalesce((select json_agg(concat_ws(' ', state, check_in, check_out, adults, total,
          (select case when u.released_at is null then 'used' else 'given back' end from coupon_use u where u.booking_id = bookings.id)) order by id) from bookings where property_id = $1), '[]') as states,
        coalesce((select json_agg(concat_ws(' ', a.booking_id, a.n, a.state, a.difference) order by a.booking_id, a.n)
          from booking_alteration a join bookings b on b.id = a.booking_id where b.property_id = $1), '[]') as alterations,
        coalesce((select json_agg(night || ' ' || booking_id order by night) from stay_night where property_id = $1), '[]') as nights`,
      [this.home.id],
      { planKeptAs: 'model' },
    );
    const states = model.bookings.map(({ state, from, to, adults, total, couponUse }) =>
      [state, nightOfDay(from), nightOfDay(to), adults, total, ...(couponUse === null ? [] : [couponUse])].join(' '),
    );
    expect(row?.states).toEqual(states);
    const alterations = model.bookings.flatMap(({ no, alterations: all }) =>
      all.map(({ n, state, difference }) => [this.bookings[no]?.id, n, state, difference].join(' ')),
    );
    expect(row?.alterations).toEqual(alterations);
    const expected = [...model.taken()].sort(([a], [b]) => a - b);
    const nights = expected.map(([day, no]) => `${nightOfDay(day)} ${this.bookings[no]?.id}`);
    expect(row?.nights).toEqual(nights);
  }

  async expectInvariants(): Promise<void> {
    expect(await brokenInvariants(this.app.db)).toEqual([]);
  }

  async expectSearchKnows(): Promise<void> {
    expect(await staleSearchRows(this.app.db, [this.home.id])).toEqual([]);
  }
}

const lived = [
  'payout_line',
  'transfer_reversal',
  'transfer',
  'payout',
  'host_receivable',
  'release_return',
  'booking_release',
  'booking_release_due',
  'payout_block',
  'ledger_entry',
  'ledger_transaction',
  'stripe_call',
  'stripe_event',
  'refunds',
  'payments',
  'booking_events',
  'reviews',
  'stay_night',
  'coupon_use',
  'host_penalty',
  'booking_alteration',
  'idempotency_key',
  'calendar_ranges',
  'bookings',
];

/** Everything that a run did, away: the next one's checks look at few rows. Triggers and foreign keys are not what is tested here. */
export async function forgetRun(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query(lived.map((table) => `delete from ${table}`).join('; '));
  });
}
