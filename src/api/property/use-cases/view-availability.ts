import { nightStatuses, type NightStatus } from '../../../domain/night-statuses';
import type { Night } from '../../../domain/night';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { loadNights, loadTerms } from '../../../search/load-terms';
import { publishedProperty } from '../queries/published-property';

export interface ShownCalendar {
  readonly currency: string;
  readonly timeZone: string;
  readonly nights: Omit<NightStatus, 'reason'>[];
}

/** From the truth. That a night is sold, closed or kept for preparation looks the same: it is nobody's business which. */
export async function viewAvailability(
  app: Casita,
  documentId: string,
  from: Night,
  to: Night,
): Promise<Outcome<ShownCalendar>> {
  const property = await publishedProperty(app.db, documentId);
  if (!property) return refuse('not_found', 'No such property', [{ code: 'not_found', field: 'id' }]);
  const terms = await loadTerms(app.db, property.id);
  if (!terms) return refuse('refused', 'This home cannot be booked', [{ code: 'not_for_sale', field: 'id' }]);
  const { ranges, taken } = await loadNights(app.db, terms, from, to);
  const nights = nightStatuses(terms, ranges, taken, from, to, app.clock.now());
  return accept({
    currency: terms.currency,
    timeZone: terms.timeZone,
    nights: nights.map(({ reason: _reason, ...shown }) => shown),
  });
}
