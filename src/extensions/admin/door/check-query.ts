import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { RecordRights } from '../roles/role';
import { attributesOf } from './attributes';
import { everyEntry } from './record-rights';

/**
 * What a host or moderator may ask of a list. Strapi takes a permitted relation as leave to filter by everything behind it
 * (`filters[property][address][line1][$startsWith]`) and to populate it whole: both tell, letter by letter, what may not be read.
 */

const listParameters = new Set(['page', 'pageSize', 'sort', 'filters', '_q', 'locale', 'status']);
const pickerParameters = new Set([
  'page',
  'pageSize',
  '_q',
  '_filter',
  'id',
  'idsToOmit',
  'idsToInclude',
  'locale',
  'status',
]);

export function checkPickerQuery(query: Readonly<Record<string, unknown>>): void {
  refuseOthers(query, pickerParameters);
}

export function checkListQuery(
  strapi: Core.Strapi,
  rights: RecordRights,
  query: Readonly<Record<string, unknown>>,
): void {
  refuseOthers(query, listParameters);
  if (query['filters'] !== undefined) checkFilters(strapi, rights, query['filters']);
  for (const path of sortPaths(query['sort'])) checkPath(strapi, rights, path);
}

function refuseOthers(query: Readonly<Record<string, unknown>>, known: ReadonlySet<string>): void {
  for (const name of Object.keys(query)) {
    if (!known.has(name)) refuse(name);
  }
}

function checkFilters(strapi: Core.Strapi, rights: RecordRights, filters: unknown): void {
  if (Array.isArray(filters)) {
    for (const filter of filters) checkFilters(strapi, rights, filter);
    return;
  }
  if (filters === null || typeof filters !== 'object') return;
  for (const [key, value] of Object.entries(filters)) {
    if (key.startsWith('$')) checkFilters(strapi, rights, value);
    else checkFieldFilter(strapi, rights, key, value);
  }
}

function checkFieldFilter(strapi: Core.Strapi, rights: RecordRights, field: string, value: unknown): void {
  const inner = value !== null && typeof value === 'object' ? Object.keys(value).filter((key) => !isOperator(key)) : [];
  if (inner.length === 0) checkPath(strapi, rights, [field]);
  for (const key of inner) {
    checkPath(strapi, rights, [field, key]);
    refuseNested((value as Record<string, unknown>)[key], `${field}.${key}`);
  }
}

const isOperator = (key: string): boolean => key.startsWith('$') || /^\d+$/.test(key);

function refuseNested(value: unknown, path: string): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    if (!isOperator(key)) refuse(`${path}.${key}`);
    refuseNested(inner, path);
  }
}

/** `name`, or `property.name` where that much of the related entry may be seen. */
function checkPath(strapi: Core.Strapi, rights: RecordRights, [field = '', inner, ...deeper]: readonly string[]): void {
  const path = [field, inner, ...deeper].filter(Boolean).join('.');
  if (everyEntry.includes(field) && inner === undefined) return;
  if (!rights.read.includes(field) || deeper.length > 0) refuse(path);
  if (inner === undefined) return;
  const isRelation = attributesOf(strapi, rights.uid)[field]?.type === 'relation';
  const visible = ['id', 'documentId', ...(rights.related?.[field] ?? [])];
  if (!isRelation || !visible.includes(inner)) refuse(path);
}

/** `name:ASC,property.name:DESC`, lists of these, and objects (`sort[property][name]=asc`). */
function sortPaths(sort: unknown): string[][] {
  if (sort === undefined || sort === null) return [];
  if (Array.isArray(sort)) return sort.flatMap(sortPaths);
  if (typeof sort === 'object') return Object.entries(sort).flatMap(([key, value]) => objectSortPaths(key, value));
  return String(sort)
    .split(',')
    .map((part) => part.trim().split(':')[0] ?? '')
    .filter((path) => path !== '')
    .map((path) => path.split(/[.[\]]+/).filter(Boolean));
}

function objectSortPaths(key: string, value: unknown): string[][] {
  if (value === null || typeof value !== 'object') return /^\d+$/.test(key) ? sortPaths(value) : [key.split('.')];
  return sortPaths(value).map((path) => (/^\d+$/.test(key) ? path : [key, ...path]));
}

function refuse(name: string): never {
  throw new errors.ValidationError(`Invalid parameter ${name}`, { reasons: [{ code: 'not_allowed', field: name }] });
}
