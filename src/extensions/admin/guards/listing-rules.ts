import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { ownListing } from '../../../api/property/queries/own-listing';
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
    const before = await brokenRules(tx, config, write.documentId);
    const written = (await next()) as { documentId?: string } | null;
    const after = await brokenRules(tx, config, written?.documentId ?? write.documentId);
    const reasons = after.filter(({ code, field }) => !before.some((old) => old.code === code && old.field === field));
    if (reasons.length > 0) throw new errors.ValidationError(reasons.map(say).join('; '), { reasons });
    return written as never;
  });
}

async function brokenRules(tx: Tx, config: MarketplaceConfig, documentId: string | null): Promise<Reason[]> {
  const hostId = documentId === null ? null : await hostOfListing(tx, documentId);
  const listing = hostId === null || documentId === null ? null : await ownListing(tx, documentId, hostId);
  if (!listing) return [];
  const reasons = listing.state === 'published' ? missingForPublication(listing) : checkListing(listing);
  return [...reasons, ...checkListingPolicy(listing.bookingRules.cancellationPolicy, cancellationRulesOf(config))];
}

const words: Readonly<Record<string, string>> = {
  required: 'is needed while the home is published',
  too_big: 'is too big',
  unknown_policy: 'is not a cancellation policy of this marketplace',
  unknown_currency: 'is not a currency',
  not_chargeable: 'cannot be charged in this currency',
};

const say = ({ code, field, limit }: Reason): string =>
  [field, words[code] ?? code, limit === undefined ? '' : `(${String(limit)})`].filter(Boolean).join(' ');
