/**
 * Which night, under which rule, a booking's tax is for. Tax offices ask for the nights of a period, the ledger knows what was posted
 * for a booking as a whole: here each posted unit gets its rule and its night, so that reports of any periods sum to the ledger.
 */
import type { RefundLine } from './cancellation';
import { type GuestCounts, countedGuests, peopleUnder } from './guests';
import { allocate, sumAmounts } from './money';
import type { NightPrice, PriceLine } from './price';
import { type TaxRule, taxedNightCount } from './tax';

export interface TaxedStay {
  /** As sold, in order. */
  readonly nights: readonly NightPrice[];
  readonly lines: readonly PriceLine[];
  readonly guests: GuestCounts;
  /** The rules as they were; empty on bookings from before they were kept, where the lines say what they can. */
  readonly rules: readonly TaxRule[];
  /** What of each line its cancellation gave back. */
  readonly refunds: readonly RefundLine[];
  /** What the ledger has in tax_payable for this booking, in minor units. */
  readonly posted: number;
  /** Money of the booking is still to be released: what of the tax is not posted yet is going to be. */
  readonly isOpen: boolean;
  /** Nights that the guest had, or is expected to have. */
  readonly nightsStayed: number;
}

/** What one rule asks for one night. Minor units. */
export interface NightTax {
  readonly posted: number;
  /** Sold, and posted once the stay's money is released. */
  readonly pending: number;
  /** Of the lines that the tax goes with, what the night has of those that were kept; 0 beyond the rule's cap. */
  readonly taxable: number;
  /** People of that night whom the rule counts, and whom it lets off; none where nobody stayed. */
  readonly guests: number;
  readonly exemptGuests: number;
}

export interface RuleTax {
  /** The rule's, without 'tax:'. */
  readonly code: string;
  readonly label: string;
  /** One for each night, in order. */
  readonly nights: readonly NightTax[];
}

/** The posted amounts of all rules and nights sum to what the ledger has. */
export function attributeTax(stay: TaxedStay): RuleTax[] {
  const lines = stay.lines.filter((line) => line.kind === 'tax');
  if (lines.length === 0) return [];
  const kept = keptByCode(stay);
  const due = lines.map((line) => Math.max(0, kept.get(line.code) ?? 0));
  const sold = lines.map((line) => line.amount);
  const posted = allocate(stay.posted, sumAmounts(due) > 0 ? due : sold);
  return lines.map((line, i) => {
    const postedHere = posted[i] as number;
    const whole = stay.isOpen ? Math.max(postedHere, due[i] as number) : postedHere;
    return { code: ruleCode(line), label: line.label, nights: nightTaxes(stay, line, kept, postedHere, whole) };
  });
}

const ruleCode = (line: PriceLine): string => line.code.replace(/^tax:/, '');

function keptByCode({ lines, refunds }: TaxedStay): Map<string, number> {
  const back = new Map(refunds.map((line) => [line.code, line.refund]));
  return new Map(lines.map((line) => [line.code, line.amount - (back.get(line.code) ?? 0)]));
}

function nightTaxes(
  stay: TaxedStay,
  line: PriceLine,
  kept: ReadonlyMap<string, number>,
  posted: number,
  whole: number,
): NightTax[] {
  const rule = stay.rules.find(({ code }) => code === ruleCode(line)) ?? null;
  const taxed = taxedNights(stay, line, rule);
  const shares = allocate(whole, taxWeights(stay, rule, taxed));
  const taxable = taxableShares(stay, line, kept, taxed);
  let left = posted;
  return shares.map((share, night) => {
    // What is released first is for the first nights.
    const here = posted === whole ? share : Math.min(left, share);
    left -= here;
    const people = night < stay.nightsStayed ? countedGuests(stay.guests) + stay.guests.infants : 0;
    const exempt = night < taxed ? Math.min(people, exemptPeople(stay, line, rule)) : people;
    return {
      posted: here,
      pending: share - here,
      taxable: taxable[night] as number,
      guests: people - exempt,
      exemptGuests: exempt,
    };
  });
}

/** How many nights, from the first, the rule taxes. A line that counts fewer than there are says so itself. */
function taxedNights({ nights }: TaxedStay, { quantity, unitAmount }: PriceLine, rule: TaxRule | null): number {
  if (rule !== null) return taxedNightCount(rule, nights.length);
  return unitAmount !== undefined && quantity !== undefined && quantity > 0
    ? Math.min(quantity, nights.length)
    : nights.length;
}

/** A percentage follows the nights' prices; what is counted is the same for each night; a tax on the stay is for its first. */
function taxWeights({ nights }: TaxedStay, rule: TaxRule | null, taxed: number): number[] {
  return nights.map(({ price }, night) => {
    if (night >= taxed || (rule?.kind === 'per_stay' && night > 0)) return 0;
    return rule?.kind === 'percent' ? price : 1;
  });
}

/** The nights' own lines by the nights' prices; the rest evenly over the taxed nights, since a cap does not touch it. */
function taxableShares(
  { nights, lines }: TaxedStay,
  tax: PriceLine,
  kept: ReadonlyMap<string, number>,
  taxed: number,
): number[] {
  const base = lines.filter((line) => tax.taxed?.includes(line.code));
  const sum = (some: readonly PriceLine[]) => sumAmounts(some.map((line) => kept.get(line.code) ?? 0));
  const isNightly = (line: PriceLine) => ['accommodation', 'discount', 'coupon'].includes(line.kind);
  const byPrice = allocate(
    sum(base.filter(isNightly)),
    nights.map(({ price }) => price),
  );
  const evenly = allocate(
    sum(base.filter((line) => !isNightly(line))),
    nights.map((_, night) => (night < taxed ? 1 : 0)),
  );
  return nights.map((_, night) => (night < taxed ? (byPrice[night] as number) + (evenly[night] as number) : 0));
}

/** Who does not pay on a taxed night. Where the rule is not known, the line's quantity tells how many did. */
function exemptPeople({ guests, nights }: TaxedStay, line: PriceLine, rule: TaxRule | null): number {
  if (rule !== null)
    return rule.kind === 'per_guest_night' && rule.exemptUnderAge != null
      ? peopleUnder(rule.exemptUnderAge, guests)
      : 0;
  const people = countedGuests(guests) + guests.infants;
  if (line.quantity === undefined || line.quantity <= nights.length || line.quantity % nights.length !== 0) return 0;
  return Math.max(0, people - line.quantity / nights.length);
}
