import type { Core } from '@strapi/strapi';
import { listingParts } from '../../../api/property/listing-fields';
import { ownListing, type OwnListing } from '../../../api/property/queries/own-listing';
import { txOn } from '../../../adapters/postgres/tx-on';
import type { Tx } from '../../../adapters/postgres/sql';
import { checkListingPolicy } from '../../../domain/cancellation-policy';
import { checkListing, missingForPublication } from '../../../domain/listing';
import type { Reason } from '../../../domain/refusal';
import { cancellationRulesOf, type MarketplaceConfig } from '../../../marketplace-config';
import type { Casita } from '../../../ports';
import { currentPanelUser } from '../panel-user';
import { hostOfListing } from '../queries/host-of-listing';
import type { DocumentWrite } from './document-write';
import { changedValues, reasonsFor, refuseForm } from './form-values';

/**
 * A home written by a form keeps to the same rules as one written by the API, and a published one stays complete. The rules look at the
 * whole listing, so they are asked after the write, in its transaction: a refusal takes the write back. What was lacking
 * before is let be: an imported home can be mended field by field.
 */
export async function writeListing(strapi: Core.Strapi, write: DocumentWrite, next: () => unknown): Promise<never> {
  const isListing = write.uid === 'api::property.property' && (write.action === 'create' || write.action === 'update');
  if (!isListing || currentPanelUser(strapi) === null) return (await next()) as never;
  return strapi.db.transaction(async ({ trx }): Promise<never> => {
    const { client } = trx as unknown as { client: { acquireConnection(): Promise<Parameters<typeof txOn>[0]> } };
    const tx = txOn(await client.acquireConnection());
    const { config } = strapi.get('casita') as Casita;
    const stored = await storedListing(tx, write.documentId);
    refuseForm(wrongValues(write, stored));
    const before = brokenRules(config, stored);
    const written = (await next()) as { documentId?: string } | null;
    const after = brokenRules(config, await storedListing(tx, written?.documentId ?? write.documentId));
    refuseForm(after.filter((reason) => !before.some((old) => isAsOld(old, reason))));
    return written as never;
  });
}

/** Another of the currencies that no card is charged in is no better than the one before it. */
const isAsOld = (old: Reason, { code, field, value }: Reason): boolean =>
  old.code === code && old.field === field && (code !== 'currency_not_charged' || old.value === value);

async function storedListing(tx: Tx, documentId: string | null): Promise<OwnListing | null> {
  const hostId = documentId === null ? null : await hostOfListing(tx, documentId);
  return hostId === null || documentId === null ? null : ownListing(tx, documentId, hostId);
}

function brokenRules(config: MarketplaceConfig, listing: OwnListing | null): Reason[] {
  if (!listing) return [];
  const reasons = listing.state === 'published' ? missingForPublication(listing) : checkListing(listing);
  return [...reasons, ...checkListingPolicy(listing.bookingRules.cancellationPolicy, cancellationRulesOf(config))];
}

/** What the API's schema says of each part's values that the form changes. */
const wrongValues = (write: DocumentWrite, stored: OwnListing | null): Reason[] =>
  Object.entries(listingParts).flatMap(([part, schema]) => {
    const form = write.data[part];
    if (form === null || typeof form !== 'object') return [];
    const before = stored?.[part as keyof typeof listingParts] ?? null;
    const values = changedValues(schema, form as Record<string, unknown>, before && { ...before });
    return reasonsFor(schema, values, `${part}.`);
  });
