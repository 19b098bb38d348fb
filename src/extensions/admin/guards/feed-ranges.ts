import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { currentPanelUser } from '../panel-user';
import type { DocumentWrite } from './document-write';

const uid = 'api::calendar-range.calendar-range';

/** What another platform's calendar closed is that calendar's to open: nobody writes such a range by a form, staff neither. */
export async function guardFeedRange(strapi: Core.Strapi, write: DocumentWrite): Promise<void> {
  if (write.uid !== uid || currentPanelUser(strapi) === null) return;
  const { documentId } = write;
  const stored = documentId === null ? null : await strapi.db.query(uid).findOne({ where: { documentId } });
  const source = (stored as { source?: unknown } | null)?.source;
  if (source !== 'feed' && (write.data['source'] ?? source) !== 'feed') return;
  throw new errors.ApplicationError('These nights follow a calendar feed', {
    reasons: [{ code: 'read_only', field: 'source', value: 'feed' }],
  });
}
