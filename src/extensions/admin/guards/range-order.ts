import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { DocumentWrite } from './document-write';

/** The database refuses a range that ends before it begins, but says it to nobody; the form's user is told here. */
export async function checkRangeOrder(strapi: Core.Strapi, write: DocumentWrite): Promise<void> {
  if (write.uid !== 'api::calendar-range.calendar-range') return;
  if (write.action !== 'create' && write.action !== 'update') return;
  const stored = (await storedRange(strapi, write)) ?? {};
  const { firstNight, lastNight } = { ...stored, ...write.data } as { firstNight?: unknown; lastNight?: unknown };
  if (typeof firstNight !== 'string' || typeof lastNight !== 'string' || lastNight >= firstNight) return;
  throw new errors.ValidationError('The last night is before the first', {
    reasons: [{ code: 'order', field: 'lastNight', limit: firstNight, value: lastNight }],
  });
}

const storedRange = (strapi: Core.Strapi, { uid, documentId }: DocumentWrite) =>
  documentId === null
    ? null
    : strapi.db.query(uid as 'api::calendar-range.calendar-range').findOne({ where: { documentId } });
