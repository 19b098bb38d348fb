import { z } from 'zod';
import { claimFilters } from '../../../api/damage-claim/queries/load-claim';
import { readClaimPhoto } from '../../../api/damage-claim/use-cases/claim-photos';
import { decideClaim, giveUpClaim } from '../../../api/damage-claim/use-cases/decide-claim';
import type { ClaimRef } from '../../../api/damage-claim/use-cases/move-claim';
import { readClaim, readClaims } from '../../../api/damage-claim/use-cases/view-claim';
import { documentId, queryInt, text } from '../../../contract/fields';
import { accept, type Outcome } from '../../../domain/refusal';
import { awaitCalls } from '../../../outbox/await-calls';
import type { Casita } from '../../../ports';
import { downloadJpeg } from '../../../reports/download';
import type { PanelUser } from '../panel-user';
import { panelActions } from '../roles/actions';
import { panelRead, panelRoute } from './panel-route';

const permission = panelActions.decideClaims;
/** Both parties read it, and it stands in the trail of the claim with the name of who said it. */
const reason = text(2_000, 1);

const staff = (user: PanelUser, claimDocumentId: string, why: string) => ({
  actor: { kind: 'staff', adminId: user.id, name: user.name } as const,
  claimDocumentId,
  reason: why,
});

async function answerWith(app: Casita, documentId: string, outcome: Outcome<ClaimRef>): Promise<Outcome<unknown>> {
  if (!outcome.ok) return outcome;
  await awaitCalls(app, outcome.value.bookingId);
  return readClaim(app, documentId);
}

export const claimRoutes = [
  panelRead({
    path: '/claims',
    permission,
    query: z.strictObject({
      show: z.enum(claimFilters).default('open'),
      page: queryInt(1, 10_000).default(1),
      pageSize: queryInt(1, 100).default(25),
    }),
    handle: (app, { query: { show, ...page } }) => readClaims(app, show, page),
  }),
  panelRead({
    path: '/claims/:id',
    permission,
    query: z.strictObject({}),
    handle: (app, { id }) => readClaim(app, id),
  }),
  panelRead({
    path: '/claims/:id/photo',
    permission,
    query: z.strictObject({ photo: documentId }),
    async handle(app, { id, query }) {
      const photo = await readClaimPhoto(app, query.photo, (of) => of.claim_document_id === id);
      return photo.ok ? accept(downloadJpeg(`${query.photo}.jpg`, photo.value.jpeg)) : photo;
    },
  }),
  panelRoute({
    path: '/claims/:id/decision',
    permission,
    body: z.strictObject({
      amount: z.int().min(0).max(1_000_000_000_000),
      chargeCard: z.boolean().default(false),
      reason,
    }),
    async handle(app, { user, id, body }) {
      const command = { ...staff(user, id, body.reason), amount: body.amount, chargeCard: body.chargeCard };
      return answerWith(app, id, await decideClaim(app, command));
    },
  }),
  panelRoute({
    path: '/claims/:id/give-up',
    permission,
    body: z.strictObject({ reason }),
    handle: async (app, { user, id, body }) =>
      answerWith(app, id, await giveUpClaim(app, staff(user, id, body.reason))),
  }),
];
