import { Temporal } from 'temporal-polyfill';
import type { Sql } from '../../../adapters/postgres/sql';
import { fullRefund, refundFor, stayedNights, type BookedStay, type RefundLine } from '../../../domain/cancellation';
import { countNights, type Night } from '../../../domain/night';
import { attributeTax, type RuleTax } from '../../../domain/tax-attribution';
import { taxedStays, type StayCursor, type TaxedStayRow, type TaxPeriod } from '../queries/taxed-stays';

/** A stay, and the part of it that lies in the period. */
export interface AttributedStay {
  readonly row: TaxedStayRow;
  /** The first night of the period that the stay has, counted from its check-in, and the one after its last. */
  readonly firstNight: number;
  readonly endNight: number;
  /** Of those, how many somebody slept there. */
  readonly nights: number;
  readonly guests: number;
  /** Of the whole stay, night by night. */
  readonly taxes: readonly RuleTax[];
}

/** Rows a page: what a report holds in memory of a marketplace of any size. */
const PAGE = 500;

/** Every stay of a period with its taxes, a page at a time: the caller sees one after the other and keeps none. */
export async function* attributedStays(sql: Sql, period: TaxPeriod): AsyncGenerator<AttributedStay> {
  let after: StayCursor | null = null;
  for (;;) {
    const page: TaxedStayRow[] = await taxedStays(sql, period, after, PAGE);
    for (const row of page) yield attributed(row, period);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = { checkOut: last.check_out, id: last.id };
  }
}

function attributed(row: TaxedStayRow, period: TaxPeriod): AttributedStay {
  const stay = soldStay(row);
  const nightsStayed = nightsOf(row, stay);
  const firstNight = Math.max(0, countNights(row.check_in, period.from));
  const endNight = Math.min(row.nights, countNights(row.check_in, period.to) + 1);
  const { rules = [], childAges = [] } = row.quote.taxes ?? {};
  const guests = { adults: row.adults, children: row.children, infants: row.infants, pets: row.pets, childAges };
  const taxes = attributeTax({
    nights: stay.nights,
    lines: stay.lines,
    guests,
    rules,
    refunds: refundsOf(row, stay),
    posted: row.posted,
    isOpen: row.unreleased > 0,
    nightsStayed,
  });
  const nights = Math.max(0, Math.min(endNight, nightsStayed) - firstNight);
  return { row, firstNight, endNight, nights, guests: row.adults + row.children + row.infants, taxes };
}

const soldStay = (row: TaxedStayRow): BookedStay => ({
  currency: row.currency,
  nights: row.quote.nights,
  lines: row.quote.lines,
  checkInTime: row.quote.checkInTime,
  timeZone: row.quote.timeZone,
  confirmedAt: instantOf(row.confirmed_at),
});

const instantOf = (date: Date | null): Temporal.Instant | null =>
  date && Temporal.Instant.fromEpochMilliseconds(date.getTime());

/** Nobody sleeps where nobody came, and after a cancellation. */
function nightsOf(row: TaxedStayRow, stay: BookedStay): number {
  if (row.state === 'no_show') return 0;
  const ended = row.state === 'cancelled' ? instantOf(row.ended_at) : null;
  return ended === null ? row.nights : stayedNights(stay, ended);
}

/** What a cancellation gave back line by line, as it was worked out then: from the policy on the booking and the instant of its end. */
function refundsOf(row: TaxedStayRow, stay: BookedStay): readonly RefundLine[] {
  if (row.state !== 'cancelled') return [];
  const ended = instantOf(row.ended_at);
  if (row.cancelled_by !== 'guest' || ended === null) return fullRefund(stay).lines;
  return refundFor(row.cancellation_policy, stay, ended).lines;
}

/** The night of a stay by its place in it. */
export const nightAt = (row: TaxedStayRow, index: number): Night => {
  const night = row.quote.nights[index];
  if (night === undefined) throw new RangeError(`booking ${row.reference} has no night ${index}`);
  return night.night;
};
