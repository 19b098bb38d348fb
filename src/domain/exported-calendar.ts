/**
 * What other platforms are told of a home: the nights that nobody may sell, and nothing of who sleeps there. Nights that another
 * calendar closed are left out, or two platforms would keep each other's nights closed for ever.
 */
import { mergeStays, without } from './feed-nights';
import { addDays, type Night, type StayDates } from './night';

export interface ExportedStay extends StayDates {
  readonly documentId: string;
  readonly changedAt: Date;
}

export interface ExportedClosure extends StayDates {
  readonly changedAt: Date;
}

export interface ExportedEvent extends StayDates {
  /** Stays the same for as long as what it names does. */
  readonly key: string;
  readonly kind: 'reserved' | 'not_available';
  readonly changedAt: Date;
}

/**
 * Each stay is an event of its own, closed nights are as few as can be, and preparation nights around stays are closed too: they
 * are not for sale here, so they must not be sold elsewhere. What is over by `today` is left out.
 */
export function exportedEvents(
  homeId: string,
  stays: readonly ExportedStay[],
  closures: readonly ExportedClosure[],
  preparationNights: number,
  today: Night,
): ExportedEvent[] {
  const closed = mergeStays(closures);
  const prepared = without(
    mergeStays(stays.map((stay) => widened(stay, preparationNights))),
    mergeStays([...stays, ...closed]),
  );
  const named = (letter: string, runs: readonly StayDates[], from: readonly ExportedClosure[]): ExportedEvent[] =>
    runs.map((run) => ({
      ...run,
      key: `${letter}-${homeId}-${run.checkIn}`,
      kind: 'not_available',
      changedAt: latest(from.filter((one) => one.checkIn <= run.checkOut && run.checkIn <= one.checkOut)),
    }));
  const reserved = stays.map(({ documentId, changedAt, checkIn, checkOut }): ExportedEvent => {
    return { key: `b-${documentId}`, kind: 'reserved', changedAt, checkIn, checkOut };
  });
  return [...reserved, ...named('c', closed, closures), ...named('p', prepared, stays)].filter(
    ({ checkOut }) => checkOut > today,
  );
}

const widened = ({ checkIn, checkOut }: StayDates, nights: number): StayDates => ({
  checkIn: addDays(checkIn, -nights),
  checkOut: addDays(checkOut, nights),
});

const latest = (from: readonly { readonly changedAt: Date }[]): Date =>
  from.reduce((last, { changedAt }) => (changedAt > last ? changedAt : last), from[0]?.changedAt ?? new Date(0));
