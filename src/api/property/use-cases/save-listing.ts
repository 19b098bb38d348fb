import { createId } from '@paralleldrive/cuid2';
import timeZoneOf from '@photostructure/tz-lookup';
import type { Tx } from '../../../adapters/postgres/sql';
import { checkListingPolicy } from '../../../domain/cancellation-policy';
import {
  changeListing,
  checkListing,
  missingForPublication,
  newListing,
  type ListingChange,
  type ListingContent,
} from '../../../domain/listing';
import { accept, refuse, type Outcome, type Reason, type Refusal } from '../../../domain/refusal';
import { cancellationRulesOf } from '../../../marketplace-config';
import type { Casita } from '../../../ports';
import { refreshSearchRows } from '../../../search/refresh-search-rows';
import { lockOwnProperty } from '../queries/lock-own-property';
import { ownListing, type OwnListing } from '../queries/own-listing';
import { saveAmenities, saveComponents } from '../queries/save-listing-parts';
import { insertProperty, updateProperty } from '../queries/save-property-row';
import { noSuchProperty } from './no-such-property';
import { refuseAndRollBack } from './roll-back';

const timeZoneAt = ({ latitude, longitude }: { latitude: number; longitude: number }) =>
  timeZoneOf(latitude, longitude);

/** A new listing is a draft of the caller's, whatever else is said. */
export async function createListing(
  app: Casita,
  hostId: number,
  body: ListingChange & { name: string },
): Promise<Outcome<OwnListing>> {
  const listing = changeListing({ ...newListing, name: body.name }, body, timeZoneAt);
  const reasons = [...checkListing(listing), ...policyReasons(app, listing)];
  if (reasons.length > 0) return refuseListing(reasons);
  const at = app.clock.now().toString();
  return refuseAndRollBack(app.db, async (tx) => {
    const documentId = createId();
    const propertyId = await insertProperty(tx, documentId, hostId, listing, at);
    return saveParts(tx, { propertyId, documentId, hostId }, listing);
  });
}

/** Changes what is named. What is on the market must stay complete. */
export async function updateListing(
  app: Casita,
  hostId: number,
  documentId: string,
  change: ListingChange,
): Promise<Outcome<OwnListing>> {
  return refuseAndRollBack(app.db, async (tx) => {
    const propertyId = await lockOwnProperty(tx, documentId, hostId);
    const before = propertyId === null ? null : await ownListing(tx, documentId, hostId);
    if (propertyId === null || before === null) return noSuchProperty();
    const listing = changeListing(before, change, timeZoneAt);
    const reasons = [...checkChange(before, listing), ...policyReasons(app, listing)];
    if (reasons.length > 0) return refuseListing(reasons);
    await updateProperty(tx, propertyId, listing, app.clock.now().toString());
    return saveParts(tx, { propertyId, documentId, hostId }, listing);
  });
}

const policyReasons = (app: Casita, listing: ListingContent): Reason[] =>
  checkListingPolicy(listing.bookingRules.cancellationPolicy, cancellationRulesOf(app.config));

function checkChange(before: OwnListing, listing: ListingContent): Reason[] {
  const broken = before.state === 'published' ? missingForPublication(listing) : checkListing(listing);
  // What was priced in it before there was the rule can be mended in all else.
  const isAsBefore = listing.currency === before.currency;
  const reasons = broken.filter(({ code }) => !(isAsBefore && code === 'currency_not_charged'));
  // Amounts on the calendar and in what guests were shown are of the first currency.
  if (before.state !== 'draft' && listing.currency !== before.currency) {
    reasons.push({ code: 'currency_fixed', field: 'currency', limit: before.currency, value: listing.currency });
  }
  return reasons;
}

const refuseListing = (reasons: readonly Reason[]): Refusal => refuse('refused', 'The listing breaks a rule', reasons);

interface Saved {
  readonly propertyId: number;
  readonly documentId: string;
  readonly hostId: number;
}

async function saveParts(tx: Tx, saved: Saved, listing: ListingContent): Promise<Outcome<OwnListing>> {
  await saveComponents(tx, saved.propertyId, listing);
  const unknown = await saveAmenities(tx, saved.propertyId, listing.amenities);
  if (unknown.length > 0) {
    return refuseListing(unknown.map((code) => ({ code: 'unknown_amenity', field: 'amenities', value: code })));
  }
  await refreshSearchRows(tx, [saved.propertyId]);
  const stored = await ownListing(tx, saved.documentId, saved.hostId);
  return stored ? accept(stored) : noSuchProperty();
}
