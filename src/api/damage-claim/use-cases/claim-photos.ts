import { claimPhotoBytesMax, claimPhotosMax, takesPhotos } from '../../../domain/damage-claim';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { UploadedFile } from '../../../contract/operation';
import type { Casita } from '../../../ports';
import { actOnBooking, type BookingCommand } from '../../booking/use-cases/act-on-booking';
import { claimPhoto, countClaimPhotos, insertClaimPhoto, type ClaimPhoto } from '../queries/claim-photos';
import { lockClaim } from '../queries/load-claim';
import { claimNotFound, type ClaimRef } from './move-claim';

export interface PhotoCommand extends BookingCommand {
  readonly side: 'guest' | 'host';
  readonly n: number;
}

/**
 * A picture of the damage, or of its absence, by one party while the claim is open. The caller's right is asked before the picture is
 * decoded, and again with the locks.
 */
export async function addClaimPhoto(
  app: Casita,
  command: PhotoCommand,
  file: UploadedFile,
): Promise<Outcome<ClaimRef>> {
  const allowed = await withOpenClaim(app, command, null);
  if (!allowed.ok) return allowed;
  if (file.bytes > claimPhotoBytesMax) {
    const reason = { code: 'too_big', field: 'file', limit: claimPhotoBytesMax, value: file.bytes };
    return refuse('refused', 'The picture is too big', [reason]);
  }
  const jpeg = await app.photos.plain(file.path);
  if (!jpeg) {
    const reason = { code: 'not_allowed', field: 'file', limit: ['jpeg', 'png', 'webp'] };
    return refuse('refused', 'Not a picture that can be used', [reason]);
  }
  return withOpenClaim(app, command, jpeg);
}

/** @param jpeg what is added; null: it is only asked whether something could be */
function withOpenClaim(app: Casita, command: PhotoCommand, jpeg: Buffer | null): Promise<Outcome<ClaimRef>> {
  const { side, n } = command;
  return actOnBooking<ClaimRef>(app, command, async (tx, booking) => {
    const claim = await lockClaim(tx, booking.id, n);
    if (!claim) return claimNotFound();
    if (!takesPhotos(claim.state)) {
      const reason = { code: 'claim_over', field: 'state', limit: ['filed', 'in_review'], value: claim.state };
      return refuse('conflict', 'The claim takes no pictures any more', [reason]);
    }
    if ((await countClaimPhotos(tx, claim.id, side)) >= claimPhotosMax) {
      const reason = { code: 'too_many', field: 'file', limit: claimPhotosMax };
      return refuse('refused', `At most ${claimPhotosMax} pictures`, [reason]);
    }
    const at = app.clock.now().toString();
    if (jpeg !== null) await insertClaimPhoto(tx, { claimId: claim.id, side, jpeg, at });
    return accept({ id: claim.id, bookingId: booking.id, n });
  });
}

/** @param mayRead whose claims the reader may see: those of others are as missing as none */
export async function readClaimPhoto(
  app: Casita,
  photoId: string,
  mayRead: (photo: ClaimPhoto) => boolean,
): Promise<Outcome<ClaimPhoto>> {
  const photo = await claimPhoto(app.db, photoId);
  if (photo && mayRead(photo)) return accept(photo);
  return refuse('not_found', 'No such picture', [{ code: 'not_found', field: 'photoId' }]);
}
