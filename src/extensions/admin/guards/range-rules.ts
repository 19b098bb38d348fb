import type { Core } from '@strapi/strapi';
import { calendarRange } from '../../../api/property/calendar-fields';
import { checkRange, type WrittenRange } from '../../../domain/calendar-rules';
import type { Reason } from '../../../domain/refusal';
import { localDate } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { readChange } from '../../documents/column-relations';
import { rangeHome, storedRange, type RangeHome, type StoredPanelRange } from '../queries/range-home';
import type { DocumentWrite } from './document-write';
import { changedValues, reasonsFor, refuseForm } from './form-values';

/** A range written by a form keeps to the rules of one written by the API. What was wrong before is let be: a note can still be changed. */
export async function checkRangeRules(strapi: Core.Strapi, write: DocumentWrite): Promise<void> {
  if (write.uid !== 'api::calendar-range.calendar-range') return;
  if (write.action !== 'create' && write.action !== 'update') return;
  const app = strapi.get('casita') as Casita;
  const stored = write.documentId === null ? null : await storedRange(app.db, write.documentId);
  const changed = changedValues(calendarRange, write.data, stored && { ...stored });
  refuseForm(reasonsFor(calendarRange, changed));
  const home = await homeOf(app, write, stored);
  if (home === null) return; // the form's own rules say that a home is needed
  const place = { currency: home.currency, today: localDate(app.clock.now(), home.timeZone ?? 'UTC') };
  const before = stored === null ? [] : checkRange(stored, place);
  const after = checkWritten(written(write, changed, stored), place);
  const isOld = ({ code, field }: Reason) => before.some((old) => old.code === code && old.field === field);
  refuseForm(after.filter((reason) => !isOld(reason)));
}

const checkWritten = (range: WrittenRange | null, place: Parameters<typeof checkRange>[1]): Reason[] =>
  range === null ? [] : checkRange(range, place);

/** The range as it will be; null while a night lacks. A field that is emptied says nothing any more. */
function written(
  write: DocumentWrite,
  changed: Readonly<Record<string, unknown>>,
  stored: StoredPanelRange | null,
): WrittenRange | null {
  const empty = { closed: false, price: null, minNights: null, minNightsThrough: null, maxNights: null };
  const kept = Object.entries(stored ?? {}).filter(([name]) => write.data[name] !== null && write.data[name] !== '');
  const range = { ...empty, ...Object.fromEntries(kept), ...changed } as Partial<WrittenRange>;
  return range.firstNight === undefined || range.lastNight === undefined ? null : (range as WrittenRange);
}

async function homeOf(app: Casita, write: DocumentWrite, stored: StoredPanelRange | null): Promise<RangeHome | null> {
  const change = write.data['property'] === undefined ? 'unchanged' : readChange(write.data['property']);
  if (change === null) return null;
  if (change === 'unchanged') return stored?.propertyId == null ? null : rangeHome(app.db, stored.propertyId);
  return rangeHome(app.db, typeof change.documentId === 'string' ? change.documentId : Number(change.id));
}
