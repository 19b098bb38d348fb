import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import type { Casita } from '../../../ports';
import {
  deleteTaxProfile,
  keepTaxProfile,
  lastReportedYear,
  ownedHomes,
  taxProfileRows,
} from '../queries/tax-profile-row';
import { openProfile, sealProfile } from './sealed-profile';

/**
 * What becomes of a host's tax profile when the account is erased: nothing stays where nothing was ever paid to the host. Else the law wants the
 * records of a year for years (GDPR, article 17.3.b): they stay sealed until then, with the addresses of the homes, which the listings lose.
 * Call it before those go.
 */
export async function keepTaxRecord(app: Casita, tx: Tx, hostId: number): Promise<void> {
  const year = await lastReportedYear(tx, hostId);
  if (year === null) return deleteTaxProfile(tx, hostId);
  const row = (await taxProfileRows(tx, [hostId])).get(hostId) ?? null;
  const { profile } = openProfile(app, row && row.sealed);
  const addresses = Object.fromEntries((await ownedHomes(tx, hostId)).map((home) => [home.documentId, home.address]));
  await keepTaxProfile(tx, {
    hostId,
    sealed: sealProfile(app, profile, addresses),
    keepUntil: endOfYear(year + app.config.taxRecordYears),
    at: app.clock.now().toString(),
  });
}

const endOfYear = (year: number): string =>
  Temporal.PlainDate.from({ year: year + 1, month: 1, day: 1 })
    .toZonedDateTime('UTC')
    .toInstant()
    .toString();
