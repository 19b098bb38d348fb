import type { Context } from 'koa';
import { perform } from '../../../contract/perform';
import type { AnyOperation } from '../../../contract/operation';
import { answerRefusal } from '../../../contract/refusal-http';
import { callOf } from '../../../contract/rest';
import type { Casita } from '../../../ports';
import { photoOperation } from '../photo-operations';

/*
 * The picture itself: who may have it is the operation's own matter. The file comes before the operations' by name, since their
 * `:photoId` would take `….jpg` too.
 */
async function sendPhoto(ctx: Context): Promise<void> {
  const outcome = await perform(strapi.get('casita') as Casita, photoOperation as unknown as AnyOperation, callOf(ctx));
  ctx.set('Cache-Control', 'private, no-store');
  if (!outcome.ok) return answerRefusal(ctx, outcome);
  ctx.status = 200;
  ctx.set('Content-Type', 'image/jpeg');
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.body = Buffer.from((outcome.value.data as { readonly jpeg: string }).jpeg, 'base64');
}

export default {
  type: 'content-api' as const,
  routes: [
    {
      method: 'GET',
      path: '/bookings/:id/claims/:n/photos/:photoId.jpg',
      handler: sendPhoto,
      config: { auth: false as const },
    },
  ],
};
