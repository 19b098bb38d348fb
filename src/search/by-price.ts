import { accept, refuse, type Outcome } from '../domain/refusal';
import type { Casita } from '../ports';
import { currenciesOf } from './queries/find-homes';
import type { HomeSearch } from './search-query';

/** Refused where the homes are priced in several currencies, and none is chosen. */
export async function singleCurrency(app: Casita, search: HomeSearch): Promise<Outcome<null>> {
  if (search.currency !== null) return accept(null);
  const currencies = await currenciesOf(app.searchDb, search, app.clock.now());
  if (currencies.length <= 1) return accept(null);
  return refuse('refused', 'These homes are priced in several currencies: choose one', [
    { code: 'currency_required', field: 'currency', limit: currencies },
  ]);
}

/** Bookings have connections of their own: they go on. */
export const busy = {
  ...refuse('unavailable', 'Too many searches at the moment', [{ code: 'overload' }]),
  retryAfterSeconds: 1,
};
