import { factories } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import type { Casita } from '../../../ports';
import { relatedTo } from '../listed-relations';
import { breachOfPopulate } from '../property-populate';
import { splitPopulate } from '../shared-populate';
import { withExtras, type Entry } from '../use-cases/add-public-extras';

type ListedEntry = Entry & { readonly id: number };
/** Of Strapi's own controller. */
interface CoreReads {
  validateQuery(ctx: Context): Promise<void>;
  sanitizeQuery(ctx: Context): Promise<Record<string, unknown>>;
  sanitizeOutput(entries: readonly ListedEntry[], ctx: Context): Promise<ListedEntry[]>;
  transformResponse(
    entries: readonly object[],
    meta: object,
  ): Promise<{ readonly data: Entry[]; readonly meta: unknown }>;
}

type Listed = { readonly results: ListedEntry[]; readonly pagination: unknown };

/**
 * Strapi's own reads of homes; that only published ones are seen is said below, in the document service. Each comes with what guests
 * may know beyond its own fields: the approximate point, its rating, and its pictures.
 */
export default factories.createCoreController('api::property.property', ({ strapi }) => ({
  /** What Strapi's own does step by step, but that hosts and amenities are read and cleaned once for all homes of the page. */
  async find(ctx: Context) {
    checkQuery(ctx);
    const core = this as unknown as CoreReads;
    await core.validateQuery(ctx);
    const query = await core.sanitizeQuery(ctx);
    const split = splitPopulate(query['populate']);
    const asked = split ? { ...query, populate: split.own } : query;
    const { results, pagination } = (await strapi.service('api::property.property').find(asked)) as Listed;
    const app = strapi.get('casita') as Casita;
    const [homes, related] = await Promise.all([
      core.sanitizeOutput(results, ctx),
      relatedTo(strapi, app.db, results, split?.shared ?? new Map(), ctx.state['auth']),
    ]);
    const complete = homes.map((home, at) => ({ ...home, ...related[at] }));
    const { data, meta } = await core.transformResponse(complete, { pagination });
    return { data: await withExtras(app, data), meta };
  },

  async findOne(ctx: Context) {
    checkQuery(ctx);
    const found = (await super.findOne(ctx)) as { data: Entry | null; meta: unknown } | undefined;
    if (!found?.data) return ctx['notFound']();
    const [data] = await withExtras(strapi.get('casita') as Casita, [found.data]);
    return { data, meta: found.meta };
  },
}));

/** By these Strapi gives an answer another shape. A home's page is kept for all who ask for it (docs/reads.md): it has one. */
const shapes = ['strapi-response-format', 'strapi-encode-source-maps'];

function checkQuery(ctx: Context): void {
  for (const name of shapes) delete ctx.req.headers[name];
  const { status, populate } = ctx.query as { status?: unknown; populate?: unknown };
  if (status !== undefined && status !== 'published')
    refuse('status', 'not_allowed', 'homes are read as they are published');
  const field = breachOfPopulate(populate);
  if (field !== null) refuse(field, 'not_allowed', 'cannot be populated here');
}

function refuse(field: string, code: string, message: string): never {
  throw new errors.ValidationError(`query: ${field}: ${message}`, { reasons: [{ code, field }] });
}
