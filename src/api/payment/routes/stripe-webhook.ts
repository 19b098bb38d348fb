import type { Context } from 'koa';
import { answerRefusal } from '../../../contract/refusal-http';
import { refuse } from '../../../domain/refusal';
import type { Casita, ProviderEvents } from '../../../ports';
import { takeEvent } from '../../../inbox/take-event';

/** Strapi keeps the raw body under this symbol: the signature is over bytes, not over what a parser made of them. */
const UNPARSED = Symbol.for('unparsedBody');

/** Stripe's door: stored and answered at once, worked on after. 200 only once the event is safe. */
async function receive(ctx: Context, eventsOf: (app: Casita) => ProviderEvents): Promise<void> {
  const app = strapi.get('casita') as Casita;
  if (!ctx.is('application/json')) {
    return answerRefusal(
      ctx,
      refuse('malformed', 'Send JSON', [{ code: 'unsupported_media_type', field: 'Content-Type' }]),
    );
  }
  const body = (ctx.request as { body?: { [UNPARSED]?: unknown } }).body?.[UNPARSED];
  const event = typeof body === 'string' ? eventsOf(app).read(body, ctx.get('stripe-signature')) : null;
  if (!event) {
    const reason = { code: 'invalid_signature', field: 'Stripe-Signature' };
    return answerRefusal(ctx, refuse('malformed', 'Not an event signed for this endpoint', [reason]));
  }
  await takeEvent(app, event);
  ctx.status = 200;
  ctx.body = { received: true };
}

const door = (path: string, eventsOf: (app: Casita) => ProviderEvents) => ({
  method: 'POST' as const,
  path,
  handler: (ctx: Context) => receive(ctx, eventsOf),
  config: { auth: false as const },
});

export default {
  type: 'content-api' as const,
  routes: [
    door('/stripe/webhook', (app) => app.paymentEvents),
    door('/stripe/connect-webhook', (app) => app.accountEvents),
  ],
};
