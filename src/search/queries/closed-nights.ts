import { maxBookingWindowMonths, maxPreparationNights } from './property-truth';

/**
 * Nights that the read model knows ahead of its base date: the furthest that any home is sold and two months of slack
 * between the jobs that move the base date on.
 */
export const nightsAhead = maxBookingWindowMonths * 31 + 62;

/**
 * SQL for (property_id, closed): bit i is the night closed_from + i, 1 where it is sold, closed by a range, or preparation around a
 * sold one; the string ends with its last 1. `base` yields (property_id, closed_from, preparation_nights);
 * `ids` are the same properties as an array, so that a planner without figures on `base` still goes by the index. Runs are walked
 * in order of their start, each adding what reaches beyond the ones before it: cost is by runs, not by nights.
 */
export const closedNights = (base: string, ids: string): string => `
select step.property_id,
  string_agg(repeat('0', greatest(step.first - step.reached - 1, 0)) || repeat('1', greatest(step.last - greatest(step.reached, step.first - 1), 0)),
    '' order by step.first, step.last)::varbit as closed
from (
  select run.*, coalesce(max(run.last) over (partition by run.property_id order by run.first, run.last
    rows between unbounded preceding and 1 preceding), -1) as reached
  from (
    select base.property_id, greatest(range.first_night - base.closed_from, 0) as first,
      least(range.last_night - base.closed_from, ${nightsAhead - 1}) as last
    from ${base} base join calendar_ranges range on range.property_id = base.property_id
    where range.property_id = any(${ids}) and range.closed and range.last_night >= base.closed_from and range.first_night < base.closed_from + ${nightsAhead}
    union all
    select base.property_id, greatest(sold.night - base.preparation_nights - base.closed_from, 0),
      least(sold.night + base.preparation_nights - base.closed_from, ${nightsAhead - 1})
    from ${base} base join stay_night sold on sold.property_id = base.property_id
      and sold.night between base.closed_from - ${maxPreparationNights} and base.closed_from + ${nightsAhead - 1 + maxPreparationNights}
    where sold.night + base.preparation_nights >= base.closed_from
      and sold.night - base.preparation_nights < base.closed_from + ${nightsAhead}
  ) run
) step
group by step.property_id`;
