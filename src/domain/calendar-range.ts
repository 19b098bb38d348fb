/**
 * Date overrides: what the host, an import or a calendar feed says about a run of nights. Ranges may overlap: a night is closed
 * when any range closes it, while each number is the one of the range with the highest order that names it.
 */
import { type Night, dayNumber, nightOfDayNumber } from './night';

export const calendarSources = ['host', 'import', 'feed'] as const;
export type CalendarSource = (typeof calendarSources)[number];

export interface CalendarRange {
  readonly firstNight: Night;
  /** Inclusive. */
  readonly lastNight: Night;
  readonly closed: boolean;
  readonly price: number | null;
  /** On arrival: asked of stays that begin on this night. */
  readonly minNights: number | null;
  /** Asked of every stay that has this night in it. */
  readonly minNightsThrough?: number | null;
  /** On arrival. */
  readonly maxNights?: number | null;
  readonly source: CalendarSource;
  readonly order: number;
}

/** What the ranges say of one night; null where they say nothing. */
export interface NightOverride {
  readonly night: Night;
  closed: boolean;
  price: number | null;
  minNights: number | null;
  minNightsThrough: number | null;
  maxNights: number | null;
}

/** One override for each night of [from, to), in order. Cost: nights asked for plus nights that the ranges cover of them. */
export function overridesBetween(ranges: readonly CalendarRange[], from: Night, to: Night): NightOverride[] {
  const first = dayNumber(from);
  const count = Math.max(0, dayNumber(to) - first);
  const overrides: NightOverride[] = [];
  for (let i = 0; i < count; i += 1) {
    const night = nightOfDayNumber(first + i);
    overrides.push({ night, closed: false, price: null, minNights: null, minNightsThrough: null, maxNights: null });
  }
  for (const range of [...ranges].sort((a, b) => a.order - b.order)) {
    const start = Math.max(0, dayNumber(range.firstNight) - first);
    const end = Math.min(count - 1, dayNumber(range.lastNight) - first);
    for (let i = start; i <= end; i += 1) paint(overrides[i] as NightOverride, range);
  }
  return overrides;
}

/** Ranges come lowest order first, so that the later one covers the earlier. */
function paint(override: NightOverride, range: CalendarRange): void {
  override.closed ||= range.closed;
  override.price = range.price ?? override.price;
  override.minNights = range.minNights ?? override.minNights;
  override.minNightsThrough = range.minNightsThrough ?? override.minNightsThrough;
  override.maxNights = range.maxNights ?? override.maxNights;
}
