import { z } from 'zod';
import { instant } from '../../contract/fields';
import { callerOf, operation, type AnyOperation } from '../../contract/operation';
import { accept } from '../../domain/refusal';
import { openPanelSession } from './use-cases/open-panel-session';

const openPanel = operation({
  id: 'openPanelSession',
  kind: 'mutation',
  method: 'POST',
  path: '/host/panel-session',
  tag: 'Hosts',
  summary: 'Open the admin panel',
  description:
    'Answers with cookies that sign this host in to the admin panel, for a browser that then opens `url`. The session ends with the sign-in behind the token.',
  access: 'host',
  restOnly: true,
  rateLimit: { name: 'panel-session', points: 20, seconds: 60 },
  success: {
    status: 201,
    schema: z.object({ url: z.string(), expiresAt: instant }).meta({ id: 'PanelSession' }),
    description: 'Signed in to the panel',
  },
  refusals: ['forbidden', 'not_found', 'conflict', 'unavailable'],
  async handle(app, call) {
    const outcome = await openPanelSession(app, { actor: callerOf(call) });
    return outcome.ok ? accept({ data: outcome.value }) : outcome;
  },
});

export const hostOperations: AnyOperation[] = [openPanel];
