import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { asMissing } from './as-missing';
import { checkListQuery, checkPickerQuery } from './check-query';
import { rightsOn, type KeptUser } from './record-rights';
import { trimAnswer } from './trim-answer';

type Next = () => Promise<unknown>;

/** Lists, opens and writes entries; whatever is refused for one entry is answered as if there were none. */
export async function answerEntries(strapi: Core.Strapi, ctx: Context, next: Next, user: KeptUser): Promise<void> {
  const { model, id } = ctx['params'] as { model: string; id?: string };
  const rights = rightsOn(user.kind, model);
  if (!rights) throw new errors.ForbiddenError();
  checkListQuery(strapi, rights, ctx.query);
  await (id === undefined ? next() : asMissing(ctx, next));
  ctx.body = trimAnswer(strapi, rights, ctx.body);
}

export async function answerPicker(ctx: Context, next: Next, user: KeptUser): Promise<void> {
  const { model, id, targetField } = ctx['params'] as { model: string; id?: string; targetField: string };
  const rights = rightsOn(user.kind, model);
  if (!rights?.read.includes(targetField)) throw new errors.ForbiddenError();
  checkPickerQuery(ctx.query);
  await (id === undefined ? next() : asMissing(ctx, next));
}
