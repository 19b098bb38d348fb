import type { Context } from 'koa';
import { documentId } from '../../../contract/fields';
import { answerRefusal } from '../../../contract/refusal-http';
import type { Casita } from '../../../ports';
import { exportCalendar } from '../use-cases/export-calendar';

const limit = { name: 'calendar-export', points: 120, seconds: 60 };

/** A file, not JSON: other platforms read it every few hours, with the secret of the address and no account. */
async function send(ctx: Context): Promise<void> {
  const app = strapi.get('casita') as Casita;
  const limited = await app.limiter.take(limit, `address:${ctx.ip}`);
  if (limited) return answerRefusal(ctx, limited);
  const { token } = ctx.query;
  // What cannot be a home's id is one that nobody has: it is answered like any other.
  const id = documentId.safeParse((ctx['params'] as { id?: unknown }).id);
  const calendar = await exportCalendar(app, id.success ? id.data : '', typeof token === 'string' ? token : '');
  ctx.set('Cache-Control', 'private, no-cache');
  if (!calendar.ok) return answerRefusal(ctx, calendar);
  ctx.status = 200;
  ctx.set('ETag', calendar.value.etag);
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.set('Content-Type', 'text/calendar; charset=utf-8');
  ctx.set('Content-Disposition', 'attachment; filename="calendar.ics"');
  ctx.body = calendar.value.text;
}

export default {
  type: 'content-api' as const,
  routes: [{ method: 'GET', path: '/properties/:id/calendar.ics', handler: send, config: { auth: false as const } }],
};
