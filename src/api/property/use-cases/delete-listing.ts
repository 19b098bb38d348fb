import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { refreshSearchRows } from '../../../search/refresh-search-rows';
import { deleteProperty, propertyHistory } from '../queries/delete-property';
import { lockOwnProperty } from '../queries/lock-own-property';
import { filesInUse } from '../queries/photo-uses';
import { noSuchProperty } from './no-such-property';

/** A listing without bookings and reviews goes for good; with them it can only be unpublished, because they refer to it. */
export async function deleteListing(
  app: Casita,
  hostId: number,
  documentId: string,
): Promise<Outcome<{ documentId: string }>> {
  const outcome = await app.db.transaction(async (tx): Promise<Outcome<readonly number[]>> => {
    const propertyId = await lockOwnProperty(tx, documentId, hostId);
    if (propertyId === null) return noSuchProperty();
    const history = await propertyHistory(tx, propertyId);
    if (history.bookings || history.reviews) {
      const code = history.bookings ? 'has_bookings' : 'has_reviews';
      return refuse('conflict', 'Guests have been here: unpublish it instead', [{ code }]);
    }
    const files = await deleteProperty(tx, propertyId);
    await refreshSearchRows(tx, [propertyId]);
    const inUse = await filesInUse(tx, files);
    return accept(files.filter((fileId) => !inUse.has(fileId)));
  });
  if (!outcome.ok) return outcome;
  for (const fileId of outcome.value) await app.photos.remove(fileId);
  return accept({ documentId });
}
