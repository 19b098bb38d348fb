/**
 * A calendar that its host paints over: each new range takes the place of what was said of its nights before, and cuts
 * earlier ranges where it lies inside them. The result never overlaps, and says as much with as few ranges as it can.
 */
import type { CalendarSource } from './calendar-range';
import { type Night, addDays, dayNumber } from './night';

export interface HostRange {
  readonly firstNight: Night;
  /** Inclusive. */
  readonly lastNight: Night;
  readonly closed: boolean;
  readonly price: number | null;
  readonly minNights: number | null;
  readonly minNightsThrough: number | null;
  readonly maxNights: number | null;
  readonly reason: string | null;
  /** Pieces of an imported range stay imported, so that the next import finds them. */
  readonly source: CalendarSource;
}

/** Of two ranges that name the same night the later in `layers` wins. A range that says nothing clears its nights. */
export function overlay(layers: readonly HostRange[]): HostRange[] {
  const pieces: HostRange[] = [];
  for (const [index, range] of layers.entries()) {
    if (saysSomething(range)) pieces.push(...uncovered(range, layers.slice(index + 1)));
  }
  return join(pieces.sort(byFirstNight));
}

const saysSomething = (range: HostRange): boolean =>
  range.closed ||
  range.price !== null ||
  range.minNights !== null ||
  range.minNightsThrough !== null ||
  range.maxNights !== null;

const byFirstNight = (a: HostRange, b: HostRange): number => dayNumber(a.firstNight) - dayNumber(b.firstNight);

/** The parts of a range that no later layer covers. */
function uncovered(range: HostRange, later: readonly HostRange[]): HostRange[] {
  let parts = [range];
  for (const cover of later) {
    if (parts.length === 0) return parts;
    parts = parts.flatMap((part) => cut(part, cover));
  }
  return parts;
}

function cut(part: HostRange, cover: HostRange): HostRange[] {
  if (cover.lastNight < part.firstNight || cover.firstNight > part.lastNight) return [part];
  const rest: HostRange[] = [];
  if (part.firstNight < cover.firstNight) rest.push({ ...part, lastNight: addDays(cover.firstNight, -1) });
  if (part.lastNight > cover.lastNight) rest.push({ ...part, firstNight: addDays(cover.lastNight, 1) });
  return rest;
}

/** Neighbours that say the same become one. */
function join(ranges: readonly HostRange[]): HostRange[] {
  const joined: HostRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last && addDays(last.lastNight, 1) === range.firstNight && same(last, range)) {
      joined[joined.length - 1] = { ...last, lastNight: range.lastNight };
    } else {
      joined.push(range);
    }
  }
  return joined;
}

const same = (a: HostRange, b: HostRange): boolean =>
  a.closed === b.closed &&
  a.price === b.price &&
  a.minNights === b.minNights &&
  a.minNightsThrough === b.minNightsThrough &&
  a.maxNights === b.maxNights &&
  a.reason === b.reason &&
  a.source === b.source;
