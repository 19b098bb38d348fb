import { z } from 'zod';
import { claimBody } from '../../../api/damage-claim/claim-fields';
import { claimFilters, placeOfClaim } from '../../../api/damage-claim/queries/load-claim';
import { withdrawClaim } from '../../../api/damage-claim/use-cases/answer-claim';
import { fileClaim } from '../../../api/damage-claim/use-cases/file-claim';
import { claimNotFound } from '../../../api/damage-claim/use-cases/move-claim';
import { readOwnClaim, readOwnClaims } from '../../../api/damage-claim/use-cases/view-claim';
import { queryInt, text } from '../../../contract/fields';
import { accept } from '../../../domain/refusal';
import { awaitCalls } from '../../../outbox/await-calls';
import { panelActions } from '../roles/actions';
import { hostActor } from './host-actor';
import { panelRead, panelRoute } from './panel-route';

const permission = panelActions.claimDamage;

/** What a host claims for damage in their own homes; another's is as good as missing. */
export const ownClaimRoutes = [
  panelRead({
    path: '/own-claims',
    permission,
    query: z.strictObject({
      show: z.enum(claimFilters).default('all'),
      page: queryInt(1, 10_000).default(1),
      pageSize: queryInt(1, 100).default(25),
    }),
    async handle(app, { user, query: { show, ...page } }) {
      const actor = await hostActor(app, user);
      return actor.ok ? readOwnClaims(app, actor.value.hostId, show, page) : actor;
    },
  }),
  panelRead({
    path: '/own-claims/:id',
    permission,
    query: z.strictObject({}),
    async handle(app, { user, id }) {
      const actor = await hostActor(app, user);
      return actor.ok ? readOwnClaim(app, actor.value.hostId, id) : actor;
    },
  }),
  panelRoute({
    path: '/bookings/:id/claims',
    permission,
    body: z.strictObject(claimBody),
    async handle(app, { user, id, body, idempotencyKey }) {
      const actor = await hostActor(app, user);
      if (!actor.ok) return actor;
      const party = { actor: actor.value, side: 'host', door: 'admin', bookingDocumentId: id, reason: null } as const;
      const filed = await fileClaim(app, { ...party, ...body, idempotencyKey });
      return filed.ok ? accept({ n: filed.value.n }) : filed;
    },
  }),
  panelRoute({
    path: '/own-claims/:id/withdraw',
    permission,
    body: z.strictObject({ reason: text(2_000).nullable().default(null) }),
    async handle(app, { user, id, body: { reason }, idempotencyKey }) {
      const actor = await hostActor(app, user);
      if (!actor.ok) return actor;
      const place = await placeOfClaim(app.db, id);
      if (!place) return claimNotFound();
      const { booking_document_id: bookingDocumentId, n } = place;
      const party = { actor: actor.value, side: 'host', door: 'admin', bookingDocumentId, reason } as const;
      const withdrawn = await withdrawClaim(app, { ...party, n, idempotencyKey });
      // Another's is as missing as none, by the same words.
      if (!withdrawn.ok) return withdrawn.kind === 'not_found' ? claimNotFound() : withdrawn;
      await awaitCalls(app, withdrawn.value.bookingId);
      return readOwnClaim(app, actor.value.hostId, id);
    },
  }),
];
