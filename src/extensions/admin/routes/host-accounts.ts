import { z } from 'zod';
import { viewOf } from '../../../api/host-account/account-view';
import { onboardingBody } from '../../../api/host-account/operations';
import { accountEvents } from '../../../api/host-account/queries/account-events';
import { hostAccount } from '../../../api/host-account/queries/host-account-row';
import { closeHostAccount } from '../../../api/host-account/use-cases/close-account';
import { inviteHost } from '../../../api/host-account/use-cases/invite-host';
import { startOnboarding } from '../../../api/host-account/use-cases/start-onboarding';
import { text } from '../../../contract/fields';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import type { PanelUser } from '../panel-user';
import { panelActions } from '../roles/actions';
import { panelRead, panelRoute } from './panel-route';
import { visibleHost } from './visible-host';

const EVENTS_SHOWN = 50;

/** Only its own host goes through the provider's questions. */
async function ownHost(app: Casita, user: PanelUser, profileId: string): Promise<Outcome<number>> {
  if (user.kind !== 'host') {
    return refuse('forbidden', 'Only the host of this profile can do that', [{ code: 'not_a_host' }]);
  }
  return visibleHost(app, user, profileId);
}

const staffOf = (user: PanelUser) => ({ kind: 'staff', adminId: user.id, name: user.name }) as const;

const answer = (outcome: Outcome<number>, documentId: string): Outcome<unknown> =>
  outcome.ok ? accept({ documentId }) : outcome;

export const hostAccountRoutes = [
  panelRead({
    path: '/host-profiles/:id/account',
    permission: panelActions.seeHostAccounts,
    query: z.strictObject({}),
    async handle(app, { user, id }) {
      const host = await visibleHost(app, user, id);
      if (!host.ok) return host;
      const account = await hostAccount(app.db, host.value);
      const view = viewOf(account);
      if (user.kind !== 'staff') return accept({ ...view, mayStart: true });
      const events = await accountEvents(app.db, host.value, EVENTS_SHOWN);
      return accept({ ...view, mayStart: false, stripeAccount: account?.stripe_account ?? null, events });
    },
  }),
  panelRoute({
    path: '/host-profiles/:id/onboarding',
    permission: panelActions.setUpPayouts,
    body: onboardingBody.pick({ country: true }),
    async handle(app, { user, id, body: { country } }) {
      const host = await ownHost(app, user, id);
      if (!host.ok) return host;
      const returnUrl = `${app.config.publicUrl}/admin`;
      const started = await startOnboarding(app, { hostId: host.value, country, returnUrl, refreshUrl: null });
      return started.ok ? accept({ url: started.value.url }) : started;
    },
  }),
  panelRoute({
    path: '/host-profiles/:id/invite',
    permission: panelActions.manageHostAccounts,
    body: z.strictObject({ reason: text(500).nullable().default(null) }),
    async handle(app, { user, id, body: { reason } }) {
      return answer(await inviteHost(app, { actor: staffOf(user), hostDocumentId: id, reason }), id);
    },
  }),
  panelRoute({
    path: '/host-profiles/:id/close-account',
    permission: panelActions.manageHostAccounts,
    body: z.strictObject({ reason: text(500, 1) }),
    async handle(app, { user, id, body: { reason } }) {
      return answer(await closeHostAccount(app, { actor: staffOf(user), hostDocumentId: id, reason }), id);
    },
  }),
];
