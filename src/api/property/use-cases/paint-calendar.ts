import { chargeStep, isChargeable } from '../../../domain/currency';
import { overlay, type HostRange } from '../../../domain/calendar-overlay';
import { addDays, countNights, type Night } from '../../../domain/night';
import { accept, refuse, type Outcome, type Reason } from '../../../domain/refusal';
import { localDate } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { refreshSearchRows } from '../../../search/refresh-search-rows';
import { deleteRanges, insertRanges, paintableRanges, propertyRanges, type StoredRange } from '../queries/host-ranges';
import { lockOwnProperty } from '../queries/lock-own-property';
import { ownListing } from '../queries/own-listing';
import { noSuchProperty } from './no-such-property';

/** No stay reaches further than three years and a bit ahead: nights beyond are never asked for. */
export const calendarDaysAhead = 1_125;

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
    const reasons = checkRanges(ranges, listing.currency, today);
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

function checkRanges(ranges: readonly HostRange[], currency: string, today: Night): Reason[] {
  const last = addDays(today, calendarDaysAhead);
  return ranges.flatMap((range, index) => {
    const at = `ranges.${index}`;
    const reasons: Reason[] = [];
    if (countNights(range.firstNight, range.lastNight) < 0) {
      reasons.push({ code: 'wrong_order', field: `${at}.lastNight`, limit: range.firstNight, value: range.lastNight });
    }
    if (range.lastNight < today)
      reasons.push({ code: 'past', field: `${at}.lastNight`, limit: today, value: range.lastNight });
    if (range.lastNight > last)
      reasons.push({ code: 'too_far', field: `${at}.lastNight`, limit: last, value: range.lastNight });
    if (range.price !== null && !isChargeable(range.price, currency)) {
      reasons.push({ code: 'not_chargeable', field: `${at}.price`, limit: chargeStep(currency), value: range.price });
    }
    if (range.minNights !== null && range.maxNights !== null && range.minNights > range.maxNights) {
      reasons.push({ code: 'too_big', field: `${at}.minNights`, limit: range.maxNights, value: range.minNights });
    }
    return reasons;
  });
}

/** What is said of the nights from today on. */
export async function ownCalendar(app: Casita, hostId: number, documentId: string): Promise<Outcome<StoredRange[]>> {
  const listing = await ownListing(app.db, documentId, hostId);
  if (!listing) return noSuchProperty();
  return accept(await propertyRanges(app.db, listing.id, localDate(app.clock.now(), listing.timeZone ?? 'UTC')));
}
