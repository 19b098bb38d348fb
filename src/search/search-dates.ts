import { z } from 'zod';
import { night, queryList } from '../contract/fields';
import { absoluteMaxNights } from '../domain/availability';
import { flexibleKinds, staysAround, staysWithin, type FlexibleKind } from '../domain/flexible-stays';
import { countNights, parseNight, type Night, type StayDates } from '../domain/night';

/** How far the dates may move: not at all, by days to both sides, or within months. */
type Flexible =
  { readonly kind: 'exact' } | { readonly kind: 'around'; readonly days: number } | { readonly kind: FlexibleKind };

const maxDays = 7;
const maxMonths = 6;
/** As URLs bring it: a plus sign that was not escaped is a space. */
const around = /^(?:±|[+ ]-)?([1-7])$/;

const flexible = z
  .string()
  .max(12)
  .transform((value, context): Flexible => {
    if (value === 'exact') return { kind: 'exact' };
    const kind = flexibleKinds.find((each) => each === value);
    if (kind) return { kind };
    const days = around.exec(value)?.[1];
    if (days) return { kind: 'around', days: Number(days) };
    context.addIssue({
      code: 'custom',
      message: `exact, ±1 to ±${maxDays}, weekend, week or month`,
      params: { code: 'not_allowed' },
    });
    return z.NEVER;
  })
  .meta({
    query: { type: 'string' },
    description: `exact; ±1 to ±${maxDays}: a stay as long, up to so many days earlier or later; weekend (Friday to Sunday), week (7 nights) or month (28): one that begins within months`,
  });

/** The parameters of a search that say when. */
export const dateFields = {
  checkIn: night.optional(),
  checkOut: night.optional(),
  flexible: flexible.optional(),
  months: queryList(z.string().regex(/^(19[7-9]\d|[2-9]\d{3})-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM'), maxMonths)
    .optional()
    .meta({ description: 'YYYY-MM, of weekend, week and month' }),
};

export type DateFields = z.infer<z.ZodObject<typeof dateFields>>;

export type DateBreach = readonly [field: keyof DateFields, code: string, message: string];

const isWithinMonths = ({ flexible: asked }: DateFields): boolean =>
  asked !== undefined && asked.kind !== 'exact' && asked.kind !== 'around';

/** What is none has been said already; rules between fields are asked all the same. */
const isRealNight = (night: Night | undefined): night is Night => parseNight(night) !== null;

export function* dateBreaches(query: DateFields): Generator<DateBreach> {
  const { checkIn, checkOut, flexible: asked, months } = query;
  if (isWithinMonths(query)) {
    if (!months) yield ['months', 'required', `${asked?.kind ?? ''} needs months`];
    if (checkIn) yield ['checkIn', 'not_together', `${asked?.kind ?? ''} goes with months, not with dates`];
    if (checkOut) yield ['checkOut', 'not_together', `${asked?.kind ?? ''} goes with months, not with dates`];
    return;
  }
  if (months) yield ['months', 'not_together', 'months go with weekend, week and month'];
  if (checkIn && !checkOut) yield ['checkOut', 'required', 'checkIn and checkOut go together'];
  if (checkOut && !checkIn) yield ['checkIn', 'required', 'checkIn and checkOut go together'];
  if (asked?.kind === 'around' && !checkIn && !checkOut) yield ['checkIn', 'required', '±n moves checkIn and checkOut'];
  if (isRealNight(checkIn) && isRealNight(checkOut)) {
    const nights = countNights(checkIn, checkOut);
    if (nights < 1) yield ['checkOut', 'check_out_not_after_check_in', 'must be after checkIn'];
    if (nights > absoluteMaxNights) yield ['checkOut', 'stay_too_long', `at most ${absoluteMaxNights} nights`];
  }
}

/** The stays that would do, best first; none where no dates are asked. */
export function staysOf({ checkIn, checkOut, flexible: asked, months }: DateFields): readonly StayDates[] {
  if (asked && asked.kind !== 'exact' && asked.kind !== 'around') return staysWithin(months ?? [], asked.kind);
  if (!checkIn || !checkOut) return [];
  return asked?.kind === 'around' ? staysAround({ checkIn, checkOut }, asked.days) : [{ checkIn, checkOut }];
}

export const hasDates = (query: DateFields): boolean => query.checkIn !== undefined || isWithinMonths(query);
