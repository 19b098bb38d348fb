import { errors } from '@strapi/utils';
import type { Context } from 'koa';

/** E-mail and password come from the marketplace account: another password would outlive its sign-out. */
export function checkProfileChange(ctx: Context): void {
  const body = (ctx.request as { body?: Record<string, unknown> }).body ?? {};
  const user = ctx.state['user'] as { email: string };
  if (body['email'] !== undefined && body['email'] !== user.email) refuse('E-mail');
  if (body['password'] || body['currentPassword']) refuse('Password');
}

function refuse(what: string): never {
  throw new errors.ApplicationError(`${what}: changed in your marketplace account, not here`);
}
