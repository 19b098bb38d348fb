import type { StayRequest } from '../../../domain/availability';
import { isAboutDates, nearestStays, nearestWindow } from '../../../domain/nearest-stays';
import type { Outcome, Refusal } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { loadNights, loadTerms } from '../../../search/load-terms';

/**
 * A refusal that is about dates names the nearest stays that would do. It is a hint, read after the decision and under no lock: a guest
 * who takes one of them is asked every rule again.
 */
export async function nameNearestStays<T>(
  app: Casita,
  outcome: Outcome<T>,
  propertyDocumentId: string,
  request: StayRequest,
): Promise<Outcome<T>> {
  if (outcome.ok || !isAboutDates(outcome.reasons)) return outcome;
  const terms = await loadTerms(app.db, propertyDocumentId);
  if (terms?.state !== 'published') return outcome;
  const now = app.clock.now();
  const window = nearestWindow(terms, request, now);
  if (window === null) return { ...outcome, nearestStays: [] } satisfies Refusal;
  const { ranges, taken } = await loadNights(app.db, terms, window.checkIn, window.checkOut);
  return { ...outcome, nearestStays: nearestStays(terms, ranges, taken, request, now) } satisfies Refusal;
}
