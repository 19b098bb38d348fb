import type { Tx } from '../../../adapters/postgres/sql';
import { addDays } from '../../../domain/night';
import type { NightTax } from '../../../domain/tax-attribution';
import type { Casita } from '../../../ports';
import { taxMovements, type TaxMovement } from '../queries/tax-movements';
import type { TaxPeriod } from '../queries/taxed-stays';
import { attributedStays, type AttributedStay } from './attribute-stays';

/** Nights, people and money of one rule at one place. Minor units. */
export interface RuleSums {
  readonly code: string;
  label: string;
  /** With a night in the period that the rule is for. */
  stays: number;
  taxedGuestNights: number;
  exemptGuestNights: number;
  taxableAmount: number;
  /** Posted to tax_payable: owed to the tax office. */
  tax: number;
  /** Sold for nights of the period, and posted once the stay's money is released. */
  pendingTax: number;
}

export interface PlaceSums {
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly currency: string;
  /** With a night in the period; a stay over its end is counted in both. */
  stays: number;
  /** With their first night in it: each stay is one arrival. */
  arrivals: number;
  nights: number;
  guestNights: number;
  tax: number;
  pendingTax: number;
  readonly rules: RuleSums[];
}

export interface TaxReport {
  readonly period: TaxPeriod;
  /** Nothing is pending: what the period owes does not grow any more. */
  readonly complete: boolean;
  readonly places: readonly PlaceSums[];
  /** The same days in the ledger, by when it was posted (UTC): of all places, since the ledger knows none. */
  readonly ledger: readonly TaxMovement[];
}

/** Sums over one snapshot of the database: what is booked meanwhile does not come in by halves. */
export async function reportTaxes(app: Casita, period: TaxPeriod): Promise<TaxReport> {
  return app.db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    return sumTaxes(tx, period);
  });
}

async function sumTaxes(tx: Tx, period: TaxPeriod): Promise<TaxReport> {
  const places = new Map<string, PlaceSums>();
  for await (const stay of attributedStays(tx, period)) addStay(places, stay);
  const sorted = [...places.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const place of sorted) place.rules.sort((a, b) => (a.code < b.code ? -1 : 1));
  const until = `${addDays(period.to, 1)}T00:00:00Z`;
  return {
    period,
    complete: sorted.every((place) => place.pendingTax === 0),
    places: sorted,
    ledger: await taxMovements(tx, `${period.from}T00:00:00Z`, until, period.currency),
  };
}

const keyOf = (place: Pick<PlaceSums, 'country' | 'region' | 'city' | 'currency'>): string =>
  JSON.stringify([place.country ?? '', place.region ?? '', place.city ?? '', place.currency]);

function addStay(places: Map<string, PlaceSums>, stay: AttributedStay): void {
  const { row, nights, guests } = stay;
  const taxes = stay.taxes.map(({ code, label, nights: all }) => ({ code, label, sums: sumNights(stay, all) }));
  const isNothing = nights === 0 && taxes.every(({ sums }) => sums.tax === 0 && sums.pendingTax === 0);
  if (isNothing) return;
  const { country, region, city, currency } = row;
  const key = keyOf({ country, region, city, currency });
  const zero = { stays: 0, arrivals: 0, nights: 0, guestNights: 0, tax: 0, pendingTax: 0 };
  const place = places.get(key) ?? { country, region, city, currency, ...zero, rules: [] };
  places.set(key, place);
  if (nights > 0) {
    place.stays += 1;
    place.arrivals += stay.firstNight === 0 ? 1 : 0;
    place.nights += nights;
    place.guestNights += nights * guests;
  }
  for (const { code, label, sums } of taxes) {
    place.tax += sums.tax;
    place.pendingTax += sums.pendingTax;
    addRule(place.rules, code, label, sums);
  }
}

/** What the nights of the period are of one rule. */
export type RuleOfStay = Pick<
  RuleSums,
  'taxedGuestNights' | 'exemptGuestNights' | 'taxableAmount' | 'tax' | 'pendingTax'
>;

export function sumNights(
  { firstNight, endNight }: Pick<AttributedStay, 'firstNight' | 'endNight'>,
  nights: readonly NightTax[],
): RuleOfStay {
  const inPeriod = nights.slice(firstNight, endNight);
  const sum = (of: (night: NightTax) => number) => inPeriod.reduce((total, night) => total + of(night), 0);
  return {
    taxedGuestNights: sum((night) => night.guests),
    exemptGuestNights: sum((night) => night.exemptGuests),
    taxableAmount: sum((night) => night.taxable),
    tax: sum((night) => night.posted),
    pendingTax: sum((night) => night.pending),
  };
}

function addRule(rules: RuleSums[], code: string, label: string, sums: RuleOfStay): void {
  if (sums.tax === 0 && sums.pendingTax === 0 && sums.taxedGuestNights + sums.exemptGuestNights === 0) return;
  let rule = rules.find((one) => one.code === code);
  if (rule === undefined) {
    const zero = { stays: 0, taxedGuestNights: 0, exemptGuestNights: 0, taxableAmount: 0, tax: 0, pendingTax: 0 };
    rule = { code, label, ...zero };
    rules.push(rule);
  }
  rule.stays += 1;
  for (const field of Object.keys(sums) as (keyof RuleOfStay)[]) rule[field] += sums[field];
}
