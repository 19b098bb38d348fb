import type { Cell, CsvColumn } from '../csv';
import { sumNights, type PlaceSums, type RuleSums, type TaxReport } from './use-cases/report-taxes';
import { nightAt, type AttributedStay } from './use-cases/attribute-stays';
import type { RuleTax } from '../../domain/tax-attribution';

interface RuleLine {
  readonly place: PlaceSums;
  /** Null: a place where nothing is taxed. */
  readonly rule: RuleSums | null;
}

/** One line a place, currency and rule. */
export const ruleLines = (report: TaxReport): RuleLine[] =>
  report.places.flatMap((place): RuleLine[] =>
    place.rules.length === 0 ? [{ place, rule: null }] : place.rules.map((rule) => ({ place, rule })),
  );

const placeColumn = (name: keyof Omit<PlaceSums, 'rules'>): CsvColumn<RuleLine> => ({
  name,
  of: ({ place }) => place[name],
});
const ruleColumn = (name: keyof RuleSums, column: string = name): CsvColumn<RuleLine> => ({
  name: column,
  of: ({ rule }) => rule && rule[name],
});
const moneyColumn = (name: 'taxableAmount' | 'tax' | 'pendingTax'): CsvColumn<RuleLine> => ({
  name,
  of: ({ rule, place: { currency } }) => rule && { amount: rule[name], currency },
});

export const ruleColumns: readonly CsvColumn<RuleLine>[] = [
  placeColumn('country'),
  placeColumn('region'),
  placeColumn('city'),
  placeColumn('currency'),
  placeColumn('stays'),
  placeColumn('arrivals'),
  placeColumn('nights'),
  placeColumn('guestNights'),
  ruleColumn('code', 'rule'),
  ruleColumn('label'),
  ruleColumn('stays', 'ruleStays'),
  ruleColumn('taxedGuestNights'),
  ruleColumn('exemptGuestNights'),
  moneyColumn('taxableAmount'),
  moneyColumn('tax'),
  moneyColumn('pendingTax'),
];

export interface StayLine {
  readonly stay: AttributedStay;
  readonly rule: RuleTax | null;
}

/** One line a stay and rule: what an office asks for when it looks closer. No guest is named. */
export async function* stayLines(stays: AsyncIterable<AttributedStay>): AsyncGenerator<StayLine> {
  for await (const stay of stays) {
    for (const rule of stay.taxes) yield { stay, rule };
    if (stay.taxes.length === 0 && stay.nights > 0) yield { stay, rule: null };
  }
}

const of = (name: string, cell: (stay: AttributedStay) => Cell): CsvColumn<StayLine> => ({
  name,
  of: ({ stay }) => cell(stay),
});
const sumOf = (name: 'taxedGuestNights' | 'exemptGuestNights'): CsvColumn<StayLine> => ({
  name,
  of: ({ stay, rule }) => rule && sumNights(stay, rule.nights)[name],
});
const amountOf = (name: 'taxableAmount' | 'tax' | 'pendingTax'): CsvColumn<StayLine> => ({
  name,
  of: ({ stay, rule }) => rule && { amount: sumNights(stay, rule.nights)[name], currency: stay.row.currency },
});

export const stayColumns: readonly CsvColumn<StayLine>[] = [
  of('booking', ({ row }) => row.reference),
  of('property', ({ row }) => row.property),
  of('country', ({ row }) => row.country),
  of('region', ({ row }) => row.region),
  of('city', ({ row }) => row.city),
  of('state', ({ row }) => row.state),
  of('checkIn', ({ row }) => row.check_in),
  of('checkOut', ({ row }) => row.check_out),
  of('firstNight', ({ row, firstNight }) => nightAt(row, firstNight)),
  of('lastNight', ({ row, endNight }) => nightAt(row, endNight - 1)),
  of('nights', ({ nights }) => nights),
  of('guestNights', ({ nights, guests }) => nights * guests),
  of('currency', ({ row }) => row.currency),
  { name: 'rule', of: ({ rule }) => rule && rule.code },
  { name: 'label', of: ({ rule }) => rule && rule.label },
  sumOf('taxedGuestNights'),
  sumOf('exemptGuestNights'),
  amountOf('taxableAmount'),
  amountOf('tax'),
  amountOf('pendingTax'),
];
