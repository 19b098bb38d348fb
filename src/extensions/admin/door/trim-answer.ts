import type { Core } from '@strapi/strapi';
import type { RecordRights } from '../roles/role';
import { attributesOf, type Attribute } from './attributes';

/**
 * What a host or moderator gets to see of an entry. Strapi sends a permitted relation with every column of the related row
 * (a review's list carries the whole property); here it is its ids and the fields that the role names.
 */

type Entry = Readonly<Record<string, unknown>>;

const fileFields = [
  ...['id', 'documentId', 'name', 'alternativeText', 'caption', 'width', 'height', 'formats', 'url', 'previewUrl'],
  ...['mime', 'ext', 'size', 'hash', 'createdAt', 'updatedAt'],
];

/** The body of a content-manager answer: one entry under `data`, many under `results`. */
export function trimAnswer(strapi: Core.Strapi, rights: RecordRights, body: unknown): unknown {
  if (!isEntry(body)) return body;
  const trimmed: Record<string, unknown> = { ...body };
  if (isEntry(body['data'])) trimmed['data'] = trimEntry(strapi, rights, body['data']);
  if (Array.isArray(body['results']))
    trimmed['results'] = body['results'].map((entry) => trimEntry(strapi, rights, entry));
  return trimmed;
}

function trimEntry(strapi: Core.Strapi, rights: RecordRights, entry: unknown): unknown {
  if (!isEntry(entry)) return entry;
  const attributes = attributesOf(strapi, rights.uid);
  const trimmed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entry)) {
    if (name === 'createdBy' || name === 'updatedBy') continue;
    trimmed[name] = trimValue(attributes[name], rights.related?.[name] ?? [], value);
  }
  return trimmed;
}

function trimValue(attribute: Attribute | undefined, related: readonly string[], value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => trimValue(attribute, related, item));
  if (!isEntry(value)) return value;
  if (attribute?.type === 'relation') return pick(value, ['id', 'documentId', 'count', ...related]);
  if (attribute?.type === 'media') return pick(value, fileFields);
  return value;
}

const pick = (entry: Entry, names: readonly string[]): Entry =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => names.includes(name)));

const isEntry = (value: unknown): value is Entry =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
