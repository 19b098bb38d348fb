/** What a host may write into a calendar: the same rule whichever way it is written. */
import type { HostRange } from './calendar-overlay';
import { chargeStep, isChargeable } from './currency';
import { type Night, addDays, countNights } from './night';
import type { Reason } from './refusal';

/** No stay reaches further than three years and a bit ahead: nights beyond are never asked for. */
export const calendarDaysAhead = 1_125;

/** The numbers of a range, without where it comes from. */
export type WrittenRange = Omit<HostRange, 'reason' | 'source'>;

/** Whose calendar it is, and when. `today` is the date at the home. */
export interface CalendarPlace {
  readonly currency: string;
  readonly today: Night;
}

/** Every rule that a range breaks; fields are its own. */
export function checkRange(range: WrittenRange, { currency, today }: CalendarPlace): Reason[] {
  const { firstNight, lastNight, price, maxNights } = range;
  const reasons: Reason[] = [];
  const last = addDays(today, calendarDaysAhead);
  if (countNights(firstNight, lastNight) < 0)
    reasons.push({ code: 'wrong_order', field: 'lastNight', limit: firstNight, value: lastNight });
  if (lastNight < today) reasons.push({ code: 'past', field: 'lastNight', limit: today, value: lastNight });
  if (lastNight > last) reasons.push({ code: 'too_far', field: 'lastNight', limit: last, value: lastNight });
  if (price !== null && !isChargeable(price, currency))
    reasons.push({ code: 'not_chargeable', field: 'price', limit: chargeStep(currency), value: price });
  for (const field of ['minNights', 'minNightsThrough'] as const) {
    const least = range[field];
    if (least !== null && maxNights !== null && least > maxNights)
      reasons.push({ code: 'too_big', field, limit: maxNights, value: least });
  }
  return [...reasons, ...checkClosed(range)];
}

/** Nobody stays on a closed night: a price or a length beside it is a slip that would be found out once the night is open again. */
function checkClosed(range: WrittenRange): Reason[] {
  if (!range.closed) return [];
  return (['price', 'minNights', 'minNightsThrough', 'maxNights'] as const).flatMap((field) =>
    range[field] === null ? [] : [{ code: 'not_when_closed', field, value: range[field] }],
  );
}

/** Of a list: each field behind its place, `ranges.2.price`. */
export const checkRanges = (ranges: readonly WrittenRange[], place: CalendarPlace): Reason[] =>
  ranges.flatMap((range, index) =>
    checkRange(range, place).map((reason) => ({ ...reason, field: `ranges.${index}.${reason.field}` })),
  );
