import type { Context } from 'koa';
import type { Casita } from '../ports';
import type { AnyOperation } from './operation';
import { perform } from './perform';
import { answerRefusal } from './refusal-http';

/** Strapi routes for operations: what src/api/<thing>/routes/ exports. Who may call is the operation's own matter. */
export function routesOf(operations: readonly AnyOperation[]) {
  return {
    type: 'content-api' as const,
    routes: operations.map((operation) => ({
      method: operation.method,
      path: operation.path,
      handler: (ctx: Context) => answer(ctx, operation),
      config: { auth: false as const },
    })),
  };
}

async function answer(ctx: Context, operation: AnyOperation): Promise<void> {
  const app = strapi.get('casita') as Casita;
  const outcome = await perform(app, operation, {
    door: 'rest',
    bearer: bearerOf(ctx.get('authorization')),
    address: ctx.ip,
    params: ctx['params'],
    query: ctx.query,
    body: (ctx.request as { body?: unknown }).body,
    idempotencyKey: ctx.get('idempotency-key') || null,
  });
  if (outcome.ok) {
    ctx.status = operation.success.status;
    ctx.body = { data: outcome.value.data, meta: outcome.value.meta ?? {} };
    return;
  }
  answerRefusal(ctx, outcome);
}

/** The token of `Authorization: Bearer …`; an empty string for another scheme, which no account answers to. */
export function bearerOf(header: string): string | null {
  if (header === '') return null;
  return /^Bearer ([^\s]+)$/i.exec(header)?.[1] ?? '';
}
