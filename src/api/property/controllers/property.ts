import { factories } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import type { Casita } from '../../../ports';
import { withExtras, type Entry } from '../use-cases/add-public-extras';
import { breachOfPopulate } from '../property-populate';

/**
 * Strapi's own reads of homes; that only published ones are seen is said below, in the document service. Each comes with what guests
 * may know beyond its own fields: the approximate point, its rating, and its pictures.
 */
export default factories.createCoreController('api::property.property', ({ strapi }) => ({
  async find(ctx: Context) {
    checkQuery(ctx);
    const { data, meta } = (await super.find(ctx)) as { data: Entry[]; meta: unknown };
    return { data: await withExtras(strapi.get('casita') as Casita, data), meta };
  },

  async findOne(ctx: Context) {
    checkQuery(ctx);
    const found = (await super.findOne(ctx)) as { data: Entry | null; meta: unknown } | undefined;
    if (!found?.data) return ctx['notFound']();
    const [data] = await withExtras(strapi.get('casita') as Casita, [found.data]);
    return { data, meta: found.meta };
  },
}));

function checkQuery(ctx: Context): void {
  const { status, populate } = ctx.query as { status?: unknown; populate?: unknown };
  if (status !== undefined && status !== 'published')
    refuse('status', 'not_allowed', 'homes are read as they are published');
  const field = breachOfPopulate(populate);
  if (field !== null) refuse(field, 'not_allowed', 'cannot be populated here');
}

function refuse(field: string, code: string, message: string): never {
  throw new errors.ValidationError(`query: ${field}: ${message}`, { reasons: [{ code, field }] });
}
