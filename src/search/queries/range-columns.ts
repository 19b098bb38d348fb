/**
 * A date override `range` as the domain's `CalendarRange`. Where two name the same number, the host's own counts before an imported
 * one, whose rows are made anew with each import; of the same kind the one that was made later.
 */
export const rangeColumns = `
range.first_night as "firstNight", range.last_night as "lastNight", coalesce(range.closed, false) as closed, range.price,
range.min_nights as "minNights", range.min_nights_through as "minNightsThrough", range.max_nights as "maxNights",
coalesce(range.source, 'host') as source, range.id + case when coalesce(range.source, 'host') = 'host' then 4294967296 else 0 end as "order"`;
