import { z } from 'zod';
import { accept } from '../../domain/refusal';
import { byDocumentId, documentId, instant, queryInt } from '../../contract/fields';
import { callerOf, operation, type AnyOperation } from '../../contract/operation';
import { bookingForParty } from '../booking/queries/booking-view';
import { bookingNotFound } from '../booking/use-cases/act-on-booking';
import { answerWith, claimSchema, partyOf, tag } from './operations';
import { addClaimPhoto, readClaimPhoto } from './use-cases/claim-photos';

const rateLimit = { name: 'claim-photos', points: 60, seconds: 60 };
const params = byDocumentId.extend({ n: queryInt(1, 2_147_483_647) });

const add = operation({
  id: 'addDamageClaimPhoto',
  kind: 'mutation',
  method: 'POST',
  path: '/bookings/:id/claims/:n/photos',
  tag,
  summary: 'Add a picture to a claim for damage, as its guest or host',
  description:
    'multipart/form-data with the picture in `file` (JPEG, PNG or WebP, at most 15 MB and 50 megapixels); ten of each party. It is kept anew ' +
    'as JPEG without its metadata, and only guest, host and staff of this booking can read it.',
  access: 'account',
  params,
  body: z.strictObject({}),
  bodyOptional: true,
  upload: 'file',
  restOnly: true,
  rateLimit,
  success: { status: 201, schema: claimSchema, description: 'The claim with its pictures' },
  refusals: ['not_found', 'conflict', 'refused', 'forbidden'],
  async handle(app, call) {
    if (!call.upload) throw new Error('addDamageClaimPhoto: perform() lets no call without its file through');
    const party = await partyOf(app, call, null);
    if (!party) return bookingNotFound();
    const added = await addClaimPhoto(app, { ...party, n: call.params.n }, call.upload);
    return answerWith(app, call.params.id, callerOf(call), added);
  },
});

export const photoOperation = operation({
  id: 'damageClaimPhoto',
  kind: 'query',
  method: 'GET',
  path: '/bookings/:id/claims/:n/photos/:photoId',
  tag,
  summary: 'A picture of a claim for damage, for its guest and host',
  description: 'With `.jpg` behind the id it is the picture itself.',
  access: 'account',
  params: params.extend({ photoId: documentId }),
  query: z.strictObject({}),
  success: {
    status: 200,
    schema: z
      .object({ by: z.enum(['guest', 'host']), at: instant, jpeg: z.base64().meta({ description: 'In base64' }) })
      .meta({ id: 'DamageClaimPhoto' }),
    description: 'The picture',
  },
  refusals: ['not_found'],
  async handle(app, call) {
    const { id, n, photoId } = call.params;
    if (!(await bookingForParty(app.db, id, callerOf(call)))) return bookingNotFound();
    const photo = await readClaimPhoto(app, photoId, (of) => of.booking_document_id === id && of.n === n);
    if (!photo.ok) return photo;
    const { side: by, at, jpeg } = photo.value;
    return accept({ data: { by, at: at.toISOString(), jpeg: jpeg.toString('base64') } });
  },
});

export const claimPhotoOperations: AnyOperation[] = [add, photoOperation];
