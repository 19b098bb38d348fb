/** What a night costs before any discount: the date's own price, else the weekend's, else the base price. */
import { chargeStep } from './currency';
import type { NightOverride } from './calendar-range';
import { roundToStep } from './money';
import { weekdayOf } from './night';
import type { PropertyTerms } from './property-terms';

/** Minor units, in whole charge steps of the currency. */
export function nightlyPrice(terms: PropertyTerms, override: Pick<NightOverride, 'night' | 'price'>): number {
  const { base, weekend, weekendDays } = terms.prices;
  const usual = weekend !== null && weekendDays.includes(weekdayOf(override.night)) ? weekend : base;
  return roundToStep(override.price ?? usual, chargeStep(terms.currency));
}
