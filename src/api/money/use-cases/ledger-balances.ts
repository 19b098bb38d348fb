import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { hostBalances, hostByDocumentId, platformBalances } from '../queries/ledger-sums';

/** Balances by account and currency at an instant: of one host, or of the whole ledger. Debits are positive. */
export async function ledgerBalances(
  app: Casita,
  { host, at }: { readonly host: string | null; readonly at: string | null },
): Promise<Outcome<object>> {
  const instant = at ?? app.clock.now().toString();
  if (host === null) return accept({ at: instant, host: null, balances: await platformBalances(app.db, instant) });
  const found = await hostByDocumentId(app.db, host);
  if (!found) return refuse('not_found', 'No such host', [{ code: 'not_found', field: 'host' }]);
  const balances = await hostBalances(app.db, found.id, instant);
  return accept({ at: instant, host: { documentId: host, displayName: found.name }, balances });
}
