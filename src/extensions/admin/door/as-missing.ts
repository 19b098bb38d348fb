import { errors } from '@strapi/utils';
import type { Context } from 'koa';

/** Answers what is refused for one entry as if there were none: another's and missing are the same to ask for. */
export async function asMissing(ctx: Context, next: () => Promise<unknown>): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (error instanceof Error && hidden.includes(error.name)) throw missing();
    throw error;
  }
  if (ctx.status === 403 || (ctx.status === 404 && ctx.body !== undefined)) throw missing();
}

/** By name: plugins of Strapi may bring their own copy of its error classes. */
const hidden = ['ForbiddenError', 'NotFoundError', 'PolicyError'];

const missing = () => new errors.NotFoundError('Not Found');
