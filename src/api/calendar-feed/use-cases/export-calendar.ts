import { createHash, randomBytes } from 'node:crypto';
import { exportedEvents } from '../../../domain/exported-calendar';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { localDate } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { loadTerms } from '../../../search/load-terms';
import { lockOwnProperty } from '../../property/queries/lock-own-property';
import { ownListing } from '../../property/queries/own-listing';
import { noSuchProperty } from '../../property/use-cases/no-such-property';
import { writeCalendar } from '../icalendar/write-calendar';
import { exportedClosures, exportedHome, exportedStays } from '../queries/exported-nights';
import { exportSeed, replaceExportSeed, type ExportSeed } from '../queries/export-seed';
import { ownMark } from '../queries/installation-id';
import { isToken } from './feed-address';

/** Where a home's calendar is for other platforms; both null until the host has asked for an address. */
export interface CalendarExport {
  readonly url: string | null;
  readonly createdAt: string | null;
}

export async function viewExport(app: Casita, hostId: number, property: string): Promise<Outcome<CalendarExport>> {
  const listing = await ownListing(app.db, property, hostId);
  return listing ? accept(shown(app, property, await exportSeed(app.db, listing.id))) : noSuchProperty();
}

const SEED_BYTES = 32;

/** A new address; the one before answers 404 from now on. */
export async function renewExport(app: Casita, hostId: number, property: string): Promise<Outcome<CalendarExport>> {
  return app.db.transaction(async (tx) => {
    const propertyId = await lockOwnProperty(tx, property, hostId);
    if (propertyId === null) return noSuchProperty();
    await replaceExportSeed(tx, propertyId, randomBytes(SEED_BYTES).toString('base64url'), app.clock.now().toString());
    return accept(shown(app, property, await exportSeed(tx, propertyId)));
  });
}

function shown(app: Casita, property: string, seed: ExportSeed | null): CalendarExport {
  if (!seed) return { url: null, createdAt: null };
  const token = app.secrets.calendarToken(seed.seed);
  return {
    url: `${app.config.publicUrl}/api/properties/${property}/calendar.ics?token=${token}`,
    createdAt: seed.createdAt.toISOString(),
  };
}

/** Compared with where there is no home, so that a missing one takes as long as a wrong token. */
const noSeed = randomBytes(SEED_BYTES).toString('base64url');

/** The calendar of a home for whoever has its token; a wrong token and a missing home are the same. */
export async function exportCalendar(
  app: Casita,
  documentId: string,
  token: string,
): Promise<Outcome<{ readonly text: string; readonly etag: string }>> {
  const home = await exportedHome(app.db, documentId);
  const fits = isToken(app.secrets.calendarToken(home?.seed ?? noSeed), token);
  if (!home || !fits) return refuse('not_found', 'No such calendar', [{ code: 'not_found', field: 'id' }]);
  const today = localDate(app.clock.now(), home.timeZone);
  const mark = await ownMark(app.db);
  const stays = await exportedStays(app.db, home.id, today);
  const closures = await exportedClosures(app.db, home.id, today);
  const preparation = (await loadTerms(app.db, home.id))?.rules.preparationNights ?? 0;
  const events = exportedEvents(documentId, stays, closures, preparation, today).map((event) => ({
    uid: `${event.key}${mark}`,
    summary: event.kind === 'reserved' ? 'Reserved' : 'Not available',
    stampedAt: event.changedAt,
    checkIn: event.checkIn,
    checkOut: event.checkOut,
  }));
  const text = writeCalendar(home.name, app.config.name, events);
  return accept({ text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` });
}
