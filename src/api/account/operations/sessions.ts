import { z } from 'zod';
import { asAnswer, callerOf, operation, type AnyOperation } from '../../../contract/operation';
import { accept } from '../../../domain/refusal';
import { done, tokens } from '../fields';
import { liveSessions } from '../queries/sessions';
import { endOtherSession, signOut } from '../use-cases/end-sessions';
import { refreshSession } from '../use-cases/refresh-session';

const tag = 'Accounts';

const sessionId = z.string().regex(/^[0-9a-f]{32}$/);

const session = z
  .object({ sessionId: z.string(), createdAt: z.string(), expiresAt: z.string(), current: z.boolean() })
  .meta({ id: 'AccountSession' });

const refresh = operation({
  id: 'refreshSession',
  kind: 'mutation',
  method: 'POST',
  path: '/auth/refresh',
  tag,
  summary: 'Get the next access token',
  description: 'A refresh token works once; the answer holds the next one.',
  access: 'anyone',
  body: z.strictObject({ refreshToken: z.string().min(1).max(2_000) }),
  success: { status: 200, schema: tokens, description: 'New tokens', bare: true },
  refusals: ['unauthenticated', 'too_many'],
  async handle(app, { body, address }) {
    return asAnswer(await refreshSession(app, { refreshToken: body.refreshToken, address }));
  },
});

const leave = operation({
  id: 'signOut',
  kind: 'mutation',
  method: 'POST',
  path: '/auth/logout',
  tag,
  summary: 'Sign out',
  description: 'This session, or with `scope: all` every session of the account. Its tokens are dead at once.',
  access: 'account',
  body: z.strictObject({ scope: z.enum(['session', 'all']).default('session') }),
  bodyOptional: true,
  success: { status: 200, schema: done, description: 'Signed out', bare: true },
  refusals: [],
  async handle(app, call) {
    return asAnswer(await signOut(app, callerOf(call), call.body.scope ?? 'session'));
  },
});

const list = operation({
  id: 'sessions',
  kind: 'query',
  method: 'GET',
  path: '/auth/sessions',
  tag,
  summary: "The account's open sessions",
  access: 'account',
  success: { status: 200, schema: z.array(session), description: 'The newest first' },
  refusals: [],
  async handle(app, call) {
    const actor = callerOf(call);
    const rows = await liveSessions(app.db, actor.userId);
    return accept({ data: rows.map((row) => ({ ...row, current: row.sessionId === actor.sessionId })) });
  },
});

const end = operation({
  id: 'endSession',
  kind: 'mutation',
  method: 'DELETE',
  path: '/auth/sessions/:sessionId',
  tag,
  summary: 'End one session',
  access: 'account',
  params: z.object({ sessionId }),
  success: { status: 200, schema: done, description: 'Ended' },
  refusals: ['not_found'],
  async handle(app, call) {
    return asAnswer(await endOtherSession(app, callerOf(call), call.params.sessionId));
  },
});

export const sessionOperations: readonly AnyOperation[] = [refresh, leave, list, end];
