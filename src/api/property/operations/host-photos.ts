import { z } from 'zod';
import { byDocumentId, documentId, text } from '../../../contract/fields';
import { operation, type AnyOperation, type Call } from '../../../contract/operation';
import { accept, type Outcome } from '../../../domain/refusal';
import { listingPhoto } from '../listing-fields';
import type { ListingPhoto } from '../queries/own-listing';
import { addPhoto, arrangePhotos, photosMax, removePhoto } from '../use-cases/keep-photos';
import { hostOf } from './host-listings';

const tag = 'Host: listings';
const photos = z.array(listingPhoto);

const own = (call: Call<{ id: string }>) => ({ hostId: hostOf(call), documentId: call.params.id });

const answer = (outcome: Outcome<readonly ListingPhoto[]>) =>
  outcome.ok ? accept({ data: [...outcome.value] }) : outcome;

const add = operation({
  id: 'addPropertyPhoto',
  kind: 'mutation',
  method: 'POST',
  path: '/properties/:id/photos',
  tag,
  summary: 'Add a picture to an own listing',
  description:
    'multipart/form-data with the picture in `file` (JPEG, PNG or WebP, at most 15 MB and 50 megapixels). It is stored anew as JPEG, ' +
    'without its metadata: a camera writes the place into it.',
  access: 'host',
  rateLimit: { name: 'host-photos', points: 60, seconds: 60 },
  params: byDocumentId,
  body: z.strictObject({ caption: text(200).optional() }),
  bodyOptional: true,
  upload: 'file',
  restOnly: true,
  success: { status: 201, schema: photos, description: 'All pictures of the listing, the new one last' },
  refusals: ['not_found', 'refused'],
  async handle(app, call) {
    if (!call.upload) throw new Error('addPropertyPhoto: perform() lets no call without its file through');
    return answer(await addPhoto(app, own(call), call.upload, call.body.caption || null));
  },
});

const remove = operation({
  id: 'removePropertyPhoto',
  kind: 'mutation',
  method: 'DELETE',
  path: '/properties/:id/photos/:photoId',
  tag,
  summary: 'Remove a picture of an own listing',
  access: 'host',
  rateLimit: { name: 'host-photos', points: 60, seconds: 60 },
  params: byDocumentId.extend({ photoId: documentId }),
  success: { status: 200, schema: photos, description: 'The pictures that are left' },
  refusals: ['not_found'],
  handle: async (app, call) => answer(await removePhoto(app, own(call), call.params.photoId)),
});

const arrange = operation({
  id: 'arrangePropertyPhotos',
  kind: 'mutation',
  method: 'PUT',
  path: '/properties/:id/photos',
  tag,
  summary: 'Put the pictures of an own listing in order',
  access: 'host',
  rateLimit: { name: 'host-photos', points: 60, seconds: 60 },
  params: byDocumentId,
  body: z.strictObject({ order: z.array(documentId).max(photosMax) }),
  success: { status: 200, schema: photos, description: 'The pictures in their new order' },
  refusals: ['not_found', 'refused'],
  handle: async (app, call) => answer(await arrangePhotos(app, own(call), call.body.order)),
});

export const hostPhotoOperations: readonly AnyOperation[] = [add, remove, arrange];
