import type { Tx } from '../../../adapters/postgres/sql';
import { missingForPublication } from '../../../domain/listing';
import { accept, refuse, type Outcome, type Reason } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { refreshSearchRows } from '../../../search/refresh-search-rows';
import { payableAccount } from '../../host-account/queries/payable-account';
import { importReasons } from '../listing-record';
import { lockOwnProperty } from '../queries/lock-own-property';
import { ownListing, type OwnListing } from '../queries/own-listing';
import { setPropertyState } from '../queries/set-property-state';
import { noSuchProperty } from './no-such-property';

/** Puts a complete listing on the market; published already, it stays as it is. */
export async function publishListing(app: Casita, hostId: number, documentId: string): Promise<Outcome<OwnListing>> {
  return moveListing(app, hostId, documentId, async (listing, tx) => {
    if (listing.state === 'published') return 'stay';
    if (takenDown(listing)) {
      return refuse('conflict', 'The marketplace has taken this listing down', [
        { code: 'taken_down', value: listing.stateReason },
      ]);
    }
    const missing = missingForPublication(listing);
    const unpaid = await unpayable(app, tx, hostId);
    if (missing.length > 0) return refuse('refused', 'The listing is not complete', [...missing, ...unpaid]);
    return unpaid.length > 0 ? refuse('refused', 'Its host cannot be paid yet', unpaid) : 'published';
  });
}

/** Where the operator wants it so, nothing is sold by who cannot be paid. */
async function unpayable({ config }: Casita, tx: Tx, hostId: number): Promise<Reason[]> {
  if (!config.requirePayableHosts || (await payableAccount(tx, hostId))?.ready) return [];
  return [{ code: 'host_not_payable' }];
}

/** Takes it off the market. Bookings that there are stand. */
export async function unpublishListing(app: Casita, hostId: number, documentId: string): Promise<Outcome<OwnListing>> {
  return moveListing(app, hostId, documentId, async ({ state }) => (state === 'published' ? 'unpublished' : 'stay'));
}

/** A reason that no import gave was given by staff: only they take it back. */
const takenDown = ({ stateReason }: OwnListing): boolean =>
  stateReason !== null && !Object.values<string>(importReasons).includes(stateReason);

type Decision = 'published' | 'unpublished' | 'stay' | ReturnType<typeof refuse>;

async function moveListing(
  app: Casita,
  hostId: number,
  documentId: string,
  decide: (listing: OwnListing, tx: Tx) => Promise<Decision>,
): Promise<Outcome<OwnListing>> {
  return app.db.transaction(async (tx) => {
    const propertyId = await lockOwnProperty(tx, documentId, hostId);
    const listing = propertyId === null ? null : await ownListing(tx, documentId, hostId);
    if (propertyId === null || listing === null) return noSuchProperty();
    const decision = await decide(listing, tx);
    if (decision === 'stay') return accept(listing);
    if (typeof decision !== 'string') return decision;
    await setPropertyState(tx, propertyId, decision, app.clock.now().toString());
    await refreshSearchRows(tx, [propertyId]);
    const moved = await ownListing(tx, documentId, hostId);
    return moved ? accept(moved) : noSuchProperty();
  });
}
