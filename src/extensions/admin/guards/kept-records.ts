import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { readChange } from '../../documents/column-relations';
import { attributesOf } from '../door/attributes';
import { currentPanelUser } from '../panel-user';
import type { DocumentWrite } from './document-write';

/**
 * What nobody writes by the panel's forms, the super admin neither: money, stays, reviews and their trail change by
 * use cases alone (the panel's buttons call them). The permissions hide the forms; this refuses what comes past them.
 */
interface KeptRecord {
  readonly uid: string;
  /** Shown to whoever tries. */
  readonly why: string;
  /** Fields that may be written all the same; every other one is kept. */
  readonly writable?: readonly string[];
  /** Fields that are kept; every other one may be written. */
  readonly kept?: readonly string[];
  readonly mayCreate?: true;
  readonly mayRemove?: true;
}

export const keptRecords: readonly KeptRecord[] = [
  { uid: 'api::booking.booking', why: 'A booking changes by its buttons and the API only', writable: ['hostNote'] },
  { uid: 'api::booking-event.booking-event', why: 'The history of a booking is never rewritten', writable: [] },
  { uid: 'api::payment.payment', why: 'Payments follow the payment provider and are read only here', writable: [] },
  { uid: 'api::refund.refund', why: 'Refunds follow the payment provider and are read only here', writable: [] },
  {
    uid: 'api::review.review',
    why: "A review's words are its author's; publish or hide it by the buttons",
    writable: [],
  },
  { uid: 'api::review-decision.review-decision', why: 'The trail of decisions is never rewritten', writable: [] },
  { uid: 'api::report.report', why: 'A report is upheld or dismissed by the buttons', writable: [] },
  {
    uid: 'api::calendar-feed.calendar-feed',
    why: 'Calendar feeds are added and removed over the API, and change by what they say',
    writable: [],
  },
  {
    uid: 'api::calendar-conflict.calendar-conflict',
    why: 'A conflict is resolved or dismissed by the buttons',
    writable: [],
  },
  {
    uid: 'api::property.property',
    why: 'A home is published and unpublished by the buttons',
    kept: ['state', 'stateReason', 'publishedOn', 'source', 'sourceId', 'importedRatings'],
    mayCreate: true,
  },
];

export const isWritable = (record: KeptRecord, field: string): boolean =>
  record.writable ? record.writable.includes(field) : !record.kept?.includes(field);

const bookkeeping = new Set([
  'id',
  'documentId',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'createdBy',
  'updatedBy',
  'locale',
  'localizations',
]);

/** Refuses, or takes out of the write what a form merely sent back unchanged. */
export async function guardKeptRecord(strapi: Core.Strapi, write: DocumentWrite): Promise<void> {
  const record = keptRecords.find(({ uid }) => uid === write.uid);
  if (!record || currentPanelUser(strapi) === null) return;
  if (write.action === 'create' && record.mayCreate) return dropKept(record, write);
  if (write.action === 'delete' && record.mayRemove) return;
  if (write.action !== 'update' || write.documentId === null) refuse(record);
  const stored: Record<string, unknown> | null = await strapi.db
    .query(write.uid as UID.ContentType)
    .findOne({ where: { documentId: write.documentId } });
  if (stored) for (const name of Object.keys(write.data)) keepField(strapi, record, write, stored, name);
}

/** A new entry starts with the values of its content type. */
function dropKept(record: KeptRecord, write: DocumentWrite): void {
  for (const name of Object.keys(write.data)) {
    if (!bookkeeping.has(name) && !isWritable(record, name)) delete write.data[name];
  }
}

function keepField(
  strapi: Core.Strapi,
  record: KeptRecord,
  write: DocumentWrite,
  stored: Record<string, unknown>,
  name: string,
): void {
  if (bookkeeping.has(name) || isWritable(record, name)) return;
  const isRelation = attributesOf(strapi, write.uid)[name]?.type === 'relation';
  const same = isRelation ? readChange(write.data[name]) === 'unchanged' : isSame(stored[name], write.data[name]);
  if (!same) refuse(record, name);
  delete write.data[name];
}

/** Stored values are dates and texts of big numbers; a form sends texts and numbers. */
function isSame(stored: unknown, sent: unknown): boolean {
  if (stored === null || stored === undefined || sent === null || sent === undefined)
    return (stored ?? null) === (sent ?? null);
  if (typeof stored === 'object' && !(stored instanceof Date)) return JSON.stringify(stored) === JSON.stringify(sent);
  if (stored instanceof Date || typeof sent === 'object')
    return new Date(String(stored)).getTime() === new Date(String(sent)).getTime();
  return String(stored) === String(sent) || isSameInstant(String(stored), String(sent));
}

const isSameInstant = (a: string, b: string): boolean => {
  const looksLikeInstant = /^\d{4}-\d{2}-\d{2}T/;
  return looksLikeInstant.test(a) && looksLikeInstant.test(b) && Date.parse(a) === Date.parse(b);
};

function refuse(record: KeptRecord, field?: string): never {
  const reason = field === undefined ? { code: 'read_only' } : { code: 'read_only', field };
  throw new errors.ApplicationError(record.why, { reasons: [reason] });
}
