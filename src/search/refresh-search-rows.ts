import type { Sql, Tx } from '../adapters/postgres/sql';
import { listingScore } from '../domain/ranking';
import { shownMean } from '../domain/rating-mean';
import { byPlace } from './queries/area-conditions';
import { closedNights } from './queries/closed-nights';
import { propertyFacts, type PropertyFacts } from './queries/property-facts';
import { propertyTruth, rule } from './queries/property-truth';
import { searchColumns, searchRows } from './queries/search-rows';
import { searchedPoint } from './searched-point';

/**
 * Writes the search rows of these properties anew from the truth: the one piece of code that does. Every path that changes what a
 * row is made of (property, components, amenities, calendar, sold nights, reviews, host) calls it in the same transaction,
 * after its own writes. It takes the properties' row locks, in order of id; a caller that takes other locks has them already.
 */
export async function refreshSearchRows(tx: Tx, propertyIds: readonly number[]): Promise<void> {
  const ids = [...new Set(propertyIds)].sort((a, b) => a - b);
  for (let start = 0; start < ids.length; start += batchSize) {
    await refreshBatch(tx, ids.slice(start, start + batchSize));
  }
}

/** The cheap part for a booking: only the nights. The caller holds the property's row lock. */
export async function refreshNights(tx: Tx, propertyId: number): Promise<void> {
  await tx.query(
    `with base as materialized (
       select p.id as property_id, ${rule.preparationNights} as preparation_nights, stored.closed_from
       from search_property stored join (${propertyTruth}) on p.id = stored.property_id where p.id = $1::integer
     ), nights as (${closedNights('base', 'array[$1::integer]')})
     update search_property stored set closed = coalesce(nights.closed, b''::varbit)
     from base left join nights using (property_id) where stored.property_id = base.property_id`,
    [propertyId],
  );
}

/** How many rows one statement writes. */
const batchSize = 1_000;

async function refreshBatch(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx.query('select id from properties where id = any($1::integer[]) order by id for update', [ids]);
  const facts = await propertyFacts(tx, ids);
  const changed = searchColumns.slice(1);
  await tx.query(
    `insert into search_property (${searchColumns.join(', ')}) ${searchRows} order by ${byPlace('wanted')}
     on conflict (property_id) do update set ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    searchRowValues(facts, (fact) => ({ baseDate: fact.base_date, localPrice: fact.local_price })),
  );
  if (facts.length < ids.length) {
    await tx.query(
      'delete from search_property where property_id = any($1::integer[]) and not exists (select 1 from properties where id = property_id)',
      [ids],
    );
  }
}

/** What a row holds of the time at which it was written: it may differ from what it would hold now. */
interface Written {
  readonly baseDate: string;
  readonly localPrice: number | null;
}

/** The parameters of `searchRows`: the domain's rules applied to the facts. */
function searchRowValues(facts: readonly PropertyFacts[], writtenAt: (fact: PropertyFacts) => Written): unknown[] {
  const points = facts.map(searchedPoint);
  return [
    facts.map((fact) => fact.property_id),
    points.map((point) => point?.latitude ?? null),
    points.map((point) => point?.longitude ?? null),
    facts.map((fact) => shownMean(fact.score_sum, fact.score_count)),
    facts.map((fact) => fact.review_count),
    facts.map((fact) => scoreOf(fact, writtenAt(fact).localPrice)),
    facts.map((fact) => writtenAt(fact).baseDate),
    facts.map((fact) => writtenAt(fact).localPrice),
  ];
}

const storedOf = ({ stored_base_date, base_date, stored_local_price, local_price }: PropertyFacts): Written =>
  stored_base_date === null
    ? { baseDate: base_date, localPrice: local_price }
    : { baseDate: stored_base_date, localPrice: stored_local_price };

const scoreOf = (fact: PropertyFacts, localPrice: number | null): number =>
  listingScore({
    scoreSum: fact.score_sum,
    scoreCount: fact.score_count,
    summaryLength: fact.summary_length,
    amenities: fact.amenity_count,
    roomsKnown: fact.rooms_known,
    responseRatePercent: fact.response_rate,
    pricePerGuest: fact.price_per_guest,
    localPricePerGuest: localPrice,
  });

/** Ids, of these, whose stored row is not what the truth says, or is missing; also rows whose property is gone. */
export async function staleSearchRows(sql: Sql, propertyIds: readonly number[]): Promise<number[]> {
  const facts = await propertyFacts(sql, propertyIds);
  const columns = searchColumns.map((column) => (column === 'terms' ? 'terms::text' : column)).join(', ');
  const rows = await sql.query<{ property_id: number }>(
    `select property_id from (
       (select ${columns} from (${searchRows}) wanted except all select ${columns} from search_property where property_id = any($9::integer[]))
       union all
       (select ${columns} from search_property where property_id = any($9::integer[]) except all select ${columns} from (${searchRows}) wanted)
     ) different group by property_id order by property_id`,
    [...searchRowValues(facts, storedOf), propertyIds],
  );
  return rows.map((row) => row.property_id);
}
