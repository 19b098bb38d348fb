import { errors } from '@strapi/utils';
import type { Core, Modules, UID } from '@strapi/strapi';

/**
 * Our to-one relations are real foreign-key columns (`useJoinTable: false`), so that PostgreSQL can hold
 * constraints and indexes on them. Strapi writes such columns, but its document service does not turn the
 * document ids and connect/disconnect lists of the API and the admin panel into row ids for them; this does.
 */
export function registerColumnRelations(strapi: Core.Strapi): void {
  strapi.documents.use(async (context, next) => {
    const data = dataOf(context);
    if (data) await resolveColumns(strapi, context.uid, data);
    return next();
  });
}

type Context = Modules.Documents.Middleware.Context;
export type Target = { id?: unknown; documentId?: unknown };

function dataOf(context: Context): Record<string, unknown> | null {
  if (context.action !== 'create' && context.action !== 'update') return null;
  const data: unknown = (context.params as { data?: unknown }).data;
  return data !== null && typeof data === 'object' ? (data as Record<string, unknown>) : null;
}

async function resolveColumns(strapi: Core.Strapi, uid: UID.Schema, data: Record<string, unknown>): Promise<void> {
  const attributes = strapi.getModel(uid).attributes as Record<
    string,
    { type: string; target?: string; useJoinTable?: boolean }
  >;
  for (const [name, attribute] of Object.entries(attributes)) {
    if (attribute.type !== 'relation' || attribute.useJoinTable !== false || !attribute.target) continue;
    if (name === 'createdBy' || name === 'updatedBy' || data[name] === undefined) continue;
    const change = readChange(data[name]);
    if (change === 'unchanged') delete data[name];
    else data[name] = change === null ? null : await rowId(strapi, attribute.target as UID.Schema, name, change);
  }
}

/** The one target that a to-one relation is set to, `null` to empty it, or 'unchanged'. */
export function readChange(value: unknown): Target | null | 'unchanged' {
  if (value === null) return null;
  if (typeof value === 'number') return { id: value };
  if (typeof value === 'string') return /^\d+$/.test(value) ? { id: Number(value) } : { documentId: value };
  if (Array.isArray(value)) return value.length === 0 ? null : readChange(value[value.length - 1]);
  if (typeof value !== 'object') throw new errors.ValidationError('Invalid relation');
  const { set, connect, disconnect, ...target } = value as {
    set?: unknown;
    connect?: unknown;
    disconnect?: unknown;
  } & Target;
  if (set !== undefined) return readChange(set);
  if (Array.isArray(connect) ? connect.length > 0 : connect) return readChange(connect);
  if (Array.isArray(disconnect) ? disconnect.length > 0 : disconnect) return null;
  return 'id' in target || 'documentId' in target ? target : 'unchanged';
}

async function rowId(strapi: Core.Strapi, uid: UID.Schema, field: string, target: Target): Promise<number> {
  const where = typeof target.documentId === 'string' ? { documentId: target.documentId } : { id: Number(target.id) };
  const row: { id: number } | null = await strapi.db.query(uid).findOne({ select: ['id'], where });
  if (!row)
    throw new errors.ValidationError(`${field}: no such entry`, { reasons: [{ code: 'unknown_relation', field }] });
  return row.id;
}
