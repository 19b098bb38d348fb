import { errors } from '@strapi/utils';
import type { Core, Modules } from '@strapi/strapi';
import timeZoneOf from '@photostructure/tz-lookup';
import type { txOn } from '../adapters/postgres/tx-on';
import type { Tx } from '../adapters/postgres/sql';
import { checkChargedIn } from '../domain/charge-minimum';
import { isCurrency } from '../domain/currency';
import { isTimeZone } from '../domain/stay-time';
import { fillTimeZones, standingHomes } from './queries/fill-time-zones';
import {
  affectedProperties,
  isShared,
  lockHomesAnd,
  lockProperties,
  lockShared,
  type Source,
} from './queries/affected-properties';
import { storedCurrencies } from './queries/stored-currencies';
import { refreshSearchRows } from './refresh-search-rows';

/**
 * Writes of the admin panel and of the document service, around which search rows are refreshed in the same transaction. The
 * property's row is locked before anything is written, as everywhere. Register it after the column relations, which
 * turn a relation in the data into a row id. `wrap` makes our `Tx` of the connection under Strapi's transaction.
 */
export function registerSearchRefresh(strapi: Core.Strapi, wrap: typeof txOn): void {
  strapi.documents.use(async (context, next) => {
    const source = sources[context.uid];
    if (!source || !writes.has(context.action)) return next();
    if (source === 'property') checkNames(context);
    return strapi.db.transaction(async ({ trx }): Promise<never> => {
      const tx = wrap((await trx.client.acquireConnection()) as Parameters<typeof txOn>[0]);
      const before = await lockHomes(tx, source, context);
      if (source === 'property') await checkChosen(tx, context, before);
      const stood = source === 'property' ? await standingHomes(tx, before) : [];
      const result: unknown = await next();
      const after = await propertiesOf(tx, source, context, result);
      if (source === 'property') await fillTimeZones(tx, after, stood, timeZoneOf);
      await refreshSearchRows(tx, [...before, ...after]);
      return result as never;
    });
  });
}

const sources: Readonly<Record<string, Source>> = {
  'api::property.property': 'property',
  'api::calendar-range.calendar-range': 'calendar range',
  'api::host-profile.host-profile': 'host profile',
  'api::amenity.amenity': 'amenity',
  'api::review.review': 'review',
};

const writes = new Set(['create', 'update', 'delete', 'clone', 'publish', 'unpublish', 'discardDraft']);

type Context = Modules.Documents.Middleware.Context;
type Params = {
  readonly documentId?: unknown;
  readonly data?: { readonly property?: unknown; readonly timeZone?: unknown; readonly currency?: unknown };
};

/** All homes whose rows the write will touch; and no other comes to be one of them. */
async function lockHomes(tx: Tx, source: Source, context: Context): Promise<number[]> {
  const homesOf = () => propertiesOf(tx, source, context, null);
  const { documentId } = context.params as Params;
  if (isShared(source) && typeof documentId === 'string')
    return lockHomesAnd(tx, homesOf, () => lockShared(tx, source, documentId));
  const homes = await homesOf();
  await lockProperties(tx, homes);
  return homes;
}

/** The homes whose rows the write touches: by what is stored, and by the property that the data names. */
async function propertiesOf(tx: Tx, source: Source, context: Context, result: unknown): Promise<number[]> {
  const { documentId, data } = context.params as Params;
  const written = (result as { documentId?: unknown } | null)?.documentId;
  const documentIds = [documentId, written].filter((id) => typeof id === 'string');
  const stored = await affectedProperties(tx, source, documentIds);
  const named = source === 'calendar range' || source === 'review' ? data?.property : undefined;
  return typeof named === 'number' ? [...stored, named] : stored;
}

/** A time zone or a currency that is not one would take the home out of search without a word. */
function checkNames(context: Context): void {
  const { timeZone, currency } = (context.params as Params).data ?? {};
  const isSet = (value: unknown) => value !== undefined && value !== null && value !== '';
  if (isSet(timeZone) && !(typeof timeZone === 'string' && isTimeZone(timeZone))) {
    refuse('timeZone', 'unknown_time_zone', 'an IANA name such as Europe/Lisbon', timeZone);
  }
  if (isSet(currency) && !isCurrency(currency))
    refuse('currency', 'unknown_currency', 'an ISO 4217 code such as EUR', currency);
}

/** A home is not priced anew in a currency that no card is charged in; one that was stays as it is. */
async function checkChosen(tx: Tx, context: Context, propertyIds: readonly number[]): Promise<void> {
  const { currency } = (context.params as Params).data ?? {};
  if (typeof currency !== 'string' || checkChargedIn('currency', currency).length === 0) return;
  const stored = await storedCurrencies(tx, propertyIds);
  if (stored.length !== 1 || stored[0] !== currency)
    refuse('currency', 'currency_not_charged', 'a currency that cards are charged in', currency);
}

function refuse(field: string, code: string, wanted: string, value: unknown): never {
  throw new errors.ValidationError(`${field}: ${wanted}`, { reasons: [{ code, field, value }] });
}
