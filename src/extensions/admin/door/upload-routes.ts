import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { asMissing } from './as-missing';
import type { KeptUser } from './record-rights';

type Next = () => Promise<unknown>;

const uploadParameters = new Set(['page', 'pageSize', 'sort', '_q', 'filters', 'folder', 'folderPath', 'id']);

/**
 * A host's own files. Strapi's upload takes `ref`, `refId` and `field` from the form and hangs the file on any entry
 * with them, and any folder's id: neither is a host's to say.
 */
export async function answerUpload(ctx: Context, next: Next, user: KeptUser): Promise<void> {
  if (user.kind !== 'host') throw new errors.ForbiddenError();
  for (const name of Object.keys(ctx.query)) {
    if (!uploadParameters.has(name)) throw new errors.ValidationError(`Invalid parameter ${name}`);
  }
  checkFilters(ctx.query['filters']);
  if (ctx.method !== 'GET') checkNames((ctx.request as { files?: unknown }).files);
  if (ctx.method !== 'GET') checkBody((ctx.request as { body?: unknown }).body);
  const id: unknown = ctx['params'].id ?? ctx.query['id'];
  // Files are known by the number of their row; anything else would reach the database as it is.
  if (id !== undefined && !/^\d{1,9}$/.test(String(id))) throw new errors.NotFoundError('Not Found');
  await (id !== undefined ? asMissing(ctx, next) : next());
}

/** Said before anything is decoded; what the bytes are is found out by decoding them (src/adapters/photos). */
const pictureName = /\.(jpe?g|png|webp)$/i;

function checkNames(files: unknown): void {
  const uploads = files !== null && typeof files === 'object' ? Object.values(files).flat() : [];
  for (const { originalFilename } of uploads as { originalFilename?: string | null }[]) {
    if (!pictureName.test(originalFilename ?? '')) throw new errors.ValidationError('Only pictures: JPEG, PNG or WebP');
  }
}

/** The library filters by kind, name, age and folder; never by who made a file. */
const fileFilters = new Set(['mime', 'name', 'createdAt', 'updatedAt', 'folder', 'folderPath', 'id']);

function checkFilters(filters: unknown): void {
  if (Array.isArray(filters)) return filters.forEach(checkFilters);
  if (filters === null || typeof filters !== 'object') return;
  for (const [key, value] of Object.entries(filters)) {
    if (key.startsWith('$')) checkFilters(value);
    else if (!fileFilters.has(key)) throw new errors.ValidationError(`Invalid parameter filters.${key}`);
    else if (key === 'folder') checkFolderFilter(value);
  }
}

/** `folder: { id }` or an operator; not a way into the folder's own relations. */
function checkFolderFilter(value: unknown): void {
  if (value === null || typeof value !== 'object') return;
  for (const key of Object.keys(value)) {
    if (!key.startsWith('$') && key !== 'id')
      throw new errors.ValidationError(`Invalid parameter filters.folder.${key}`);
  }
}

function checkBody(body: unknown): void {
  if (body === null || typeof body !== 'object') return;
  for (const [name, value] of Object.entries(body)) {
    if (name !== 'fileInfo') throw new errors.ValidationError(`Invalid field ${name}`);
    for (const info of Array.isArray(value) ? value : [value]) checkFileInfo(parse(info));
  }
}

function parse(info: unknown): unknown {
  if (typeof info !== 'string') return info;
  try {
    return JSON.parse(info) as unknown;
  } catch {
    throw new errors.ValidationError('fileInfo: not JSON');
  }
}

function checkFileInfo(info: unknown): void {
  if (info === null || typeof info !== 'object') return;
  const { folder } = info as { folder?: unknown };
  if (folder !== undefined && folder !== null) throw new errors.ValidationError('fileInfo.folder: not yours to choose');
}
