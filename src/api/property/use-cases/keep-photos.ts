import type { UploadedFile } from '../../../contract/operation';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { refreshSearchRows } from '../../../search/refresh-search-rows';
import { lockOwnProperty } from '../queries/lock-own-property';
import { ownListing, type ListingPhoto } from '../queries/own-listing';
import { appendPhoto, countPhotos, deletePhoto, filesInUse, orderPhotos } from '../queries/photo-uses';
import { noSuchProperty } from './no-such-property';

export const photosMax = 50;
export const photoBytesMax = 15 * 1024 * 1024;

export interface OwnProperty {
  readonly hostId: number;
  readonly documentId: string;
}

/** Adds a picture at the end. The property is asked for first, so that nothing is decoded for a stranger, and again with its lock. */
export async function addPhoto(
  app: Casita,
  own: OwnProperty,
  file: UploadedFile,
  caption: string | null,
): Promise<Outcome<readonly ListingPhoto[]>> {
  const listing = await ownListing(app.db, own.documentId, own.hostId);
  if (!listing) return noSuchProperty();
  if (listing.photos.length >= photosMax) return tooMany();
  if (file.bytes > photoBytesMax) {
    return refuse('refused', 'The picture is too big', [
      { code: 'too_big', field: 'file', limit: photoBytesMax, value: file.bytes },
    ]);
  }
  const stored = await app.photos.store(file.path, own.documentId);
  if (!stored) {
    return refuse('refused', 'Not a picture that can be used', [
      { code: 'not_allowed', field: 'file', limit: ['jpeg', 'png', 'webp'] },
    ]);
  }
  const outcome = await keepPhoto(app, own, stored.fileId, caption).catch(async (error: unknown) => {
    await app.photos.remove(stored.fileId);
    throw error;
  });
  if (!outcome.ok) await app.photos.remove(stored.fileId);
  return outcome;
}

async function keepPhoto(
  app: Casita,
  own: OwnProperty,
  fileId: number,
  caption: string | null,
): Promise<Outcome<readonly ListingPhoto[]>> {
  return app.db.transaction(async (tx) => {
    const propertyId = await lockOwnProperty(tx, own.documentId, own.hostId);
    if (propertyId === null) return noSuchProperty();
    if ((await countPhotos(tx, propertyId)) >= photosMax) return tooMany();
    await appendPhoto(tx, { propertyId, fileId, caption, at: app.clock.now().toString() });
    await refreshSearchRows(tx, [propertyId]);
    return accept((await ownListing(tx, own.documentId, own.hostId))?.photos ?? []);
  });
}

export async function removePhoto(
  app: Casita,
  own: OwnProperty,
  photoDocumentId: string,
): Promise<Outcome<readonly ListingPhoto[]>> {
  const outcome = await app.db.transaction(
    async (tx): Promise<Outcome<{ photos: readonly ListingPhoto[]; orphan: number | null }>> => {
      const propertyId = await lockOwnProperty(tx, own.documentId, own.hostId);
      if (propertyId === null) return noSuchProperty();
      const gone = await deletePhoto(tx, propertyId, photoDocumentId);
      if (!gone) return refuse('not_found', 'No such photo', [{ code: 'not_found', field: 'photoId' }]);
      await refreshSearchRows(tx, [propertyId]);
      const inUse = gone.fileId === null || (await filesInUse(tx, [gone.fileId])).has(gone.fileId);
      const photos = (await ownListing(tx, own.documentId, own.hostId))?.photos ?? [];
      return accept({ photos, orphan: inUse ? null : gone.fileId });
    },
  );
  if (!outcome.ok) return outcome;
  if (outcome.value.orphan !== null) await app.photos.remove(outcome.value.orphan);
  return accept(outcome.value.photos);
}

/** Takes the property's pictures in a new order: each of them, once. */
export async function arrangePhotos(
  app: Casita,
  own: OwnProperty,
  order: readonly string[],
): Promise<Outcome<readonly ListingPhoto[]>> {
  return app.db.transaction(async (tx) => {
    const propertyId = await lockOwnProperty(tx, own.documentId, own.hostId);
    if (propertyId === null) return noSuchProperty();
    if (!(await orderPhotos(tx, propertyId, order, app.clock.now().toString()))) {
      return refuse('refused', 'Name every picture of the property once', [{ code: 'incomplete', field: 'order' }]);
    }
    await refreshSearchRows(tx, [propertyId]);
    return accept((await ownListing(tx, own.documentId, own.hostId))?.photos ?? []);
  });
}

const tooMany = () =>
  refuse('refused', `At most ${photosMax} pictures`, [{ code: 'too_many', field: 'file', limit: photosMax }]);
