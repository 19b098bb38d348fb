import { z } from 'zod';
import { claimBody } from '../../../api/damage-claim/claim-fields';
import { claimFilters, placeOfClaim } from '../../../api/damage-claim/queries/load-claim';
import { withdrawClaim } from '../../../api/damage-claim/use-cases/answer-claim';
import { addClaimPhoto, readClaimPhoto } from '../../../api/damage-claim/use-cases/claim-photos';
import { fileClaim } from '../../../api/damage-claim/use-cases/file-claim';
import { claimNotFound } from '../../../api/damage-claim/use-cases/move-claim';
import { readOwnClaim, readOwnClaims } from '../../../api/damage-claim/use-cases/view-claim';
import { documentId, queryInt, text } from '../../../contract/fields';
import { accept, refuse, type Refusal } from '../../../domain/refusal';
import { awaitCalls } from '../../../outbox/await-calls';
import type { Casita } from '../../../ports';
import { downloadJpeg } from '../../../reports/download';
import type { PanelUser } from '../panel-user';
import { panelActions } from '../roles/actions';
import { hostActor } from './host-actor';
import { panelRead, panelRoute } from './panel-route';

const permission = panelActions.claimDamage;

/** The host as a party of the claim's booking; whether it is theirs is the use case's to ask. */
async function ownParty(app: Casita, user: PanelUser, claimDocumentId: string) {
  const actor = await hostActor(app, user);
  if (!actor.ok) return actor;
  const place = await placeOfClaim(app.db, claimDocumentId);
  if (!place) return claimNotFound();
  const { booking_document_id: bookingDocumentId, n } = place;
  return accept({ actor: actor.value, side: 'host', door: 'admin', bookingDocumentId, reason: null, n } as const);
}

/** Another's is as missing as none, by the same words. */
const asMissing = (refusal: Refusal): Refusal => (refusal.kind === 'not_found' ? claimNotFound() : refusal);

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
  panelRead({
    path: '/own-claims/:id/photo',
    permission,
    query: z.strictObject({ photo: documentId }),
    async handle(app, { user, id, query }) {
      const actor = await hostActor(app, user);
      if (!actor.ok) return actor;
      const { hostId } = actor.value;
      const photo = await readClaimPhoto(
        app,
        query.photo,
        (of) => of.claim_document_id === id && of.host_id === hostId,
      );
      return photo.ok ? accept(downloadJpeg(`${query.photo}.jpg`, photo.value.jpeg)) : photo;
    },
  }),
  panelRoute({
    path: '/own-claims/:id/photos',
    permission,
    body: z.strictObject({}),
    async handle(app, { user, id, uploads }) {
      const found = await ownParty(app, user, id);
      if (!found.ok) return found;
      const file = uploads.get('file');
      if (!file) return refuse('malformed', 'file: one picture', [{ code: 'required', field: 'file' }]);
      const added = await addClaimPhoto(app, found.value, file);
      return added.ok ? readOwnClaim(app, found.value.actor.hostId, id) : asMissing(added);
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
      const found = await ownParty(app, user, id);
      if (!found.ok) return found;
      const withdrawn = await withdrawClaim(app, { ...found.value, reason, idempotencyKey });
      if (!withdrawn.ok) return asMissing(withdrawn);
      await awaitCalls(app, withdrawn.value.bookingId);
      return readOwnClaim(app, found.value.actor.hostId, id);
    },
  }),
];
