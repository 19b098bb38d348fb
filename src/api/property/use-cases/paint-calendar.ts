import { overlay, type HostRange } from '../../../domain/calendar-overlay';
import { checkRanges } from '../../../domain/calendar-rules';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { localDate } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { refreshSearchRows } from '../../../search/refresh-search-rows';
import { deleteRanges, insertRanges, paintableRanges, propertyRanges, type StoredRange } from '../queries/host-ranges';
import { lockOwnProperty } from '../queries/lock-own-property';
import { ownListing } from '../queries/own-listing';
import { noSuchProperty } from './no-such-property';

/** Paints ranges over the host's calendar, all or none; of two that name the same night the later in the list wins. */
export async function paintCalendar(
  app: Casita,
  hostId: number,
  documentId: string,
  ranges: readonly HostRange[],
): Promise<Outcome<StoredRange[]>> {
  const now = app.clock.now();
  return app.db.transaction(async (tx) => {
    const propertyId = await lockOwnProperty(tx, documentId, hostId);
    const listing = propertyId === null ? null : await ownListing(tx, documentId, hostId);
    if (propertyId === null || listing === null) return noSuchProperty();
    const today = localDate(now, listing.timeZone ?? 'UTC');
    const reasons = checkRanges(ranges, { currency: listing.currency, today });
    if (reasons.length > 0) return refuse('refused', 'A range breaks a rule', reasons);
    const before = await paintableRanges(tx, propertyId, ranges);
    await deleteRanges(
      tx,
      before.map((range) => range.id),
    );
    await insertRanges(tx, propertyId, overlay([...before, ...ranges]), now.toString());
    await refreshSearchRows(tx, [propertyId]);
    return accept(await propertyRanges(tx, propertyId, today));
  });
}

/** What is said of the nights from today on. */
export async function ownCalendar(app: Casita, hostId: number, documentId: string): Promise<Outcome<StoredRange[]>> {
  const listing = await ownListing(app.db, documentId, hostId);
  if (!listing) return noSuchProperty();
  return accept(await propertyRanges(app.db, listing.id, localDate(app.clock.now(), listing.timeZone ?? 'UTC')));
}
