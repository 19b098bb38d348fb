import type { Sql } from '../../../adapters/postgres/sql';
import type { ObjectType, ObjectTypes } from '../objects';

/** Fields that lists can be narrowed by; each but the last six has an index of its own. */
export const filterFields = [
  'customer',
  'payment_intent',
  'charge',
  'source',
  'transfer_group',
  'transfer',
  'destination',
  'status',
  'closed',
  'currency',
  'email',
  'type',
  'purpose',
] as const;
export type FilterField = (typeof filterFields)[number];

export interface CreatedRange {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

export interface ListQuery {
  /** The connected account whose they are; left out: the platform's own. */
  readonly account?: string | null;
  readonly equal: Partial<Record<FilterField, string>>;
  /** Balance transactions that a payout carried. */
  readonly payout?: string;
  readonly arrival?: CreatedRange;
  /** Events of an object. */
  readonly related?: string;
  /** Accounts that have all of these configurations. */
  readonly configurations?: readonly string[];
  readonly typeIn?: readonly string[];
  readonly created?: CreatedRange;
  readonly limit: number;
  /** Newest first, from the one after this place on. */
  readonly after?: number;
  /** The ones just before this place, still newest first. */
  readonly before?: number;
}

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** One more than `limit` is read, to know whether there are more. */
export async function listObjects<Type extends ObjectType>(
  sql: Sql,
  type: Type,
  query: ListQuery,
): Promise<{ data: ObjectTypes[Type]['body'][]; hasMore: boolean; first: number | null; last: number | null }> {
  const values: unknown[] = [type];
  const conditions = ['type = $1', `NOT body ? 'deleted'`];
  const where = (condition: string, value: unknown) =>
    conditions.push(condition.replace('?', `$${values.push(value)}`));
  if (query.account === undefined || query.account === null) conditions.push('account IS NULL');
  else where('account = ?', query.account);
  if (query.payout !== undefined) where(`hidden->>'payout' = ?`, query.payout);
  if (query.related !== undefined) where(`body->'related_object'->>'id' = ?`, query.related);
  if (query.configurations !== undefined) {
    where(`body->'applied_configurations' @> ?::jsonb`, JSON.stringify(query.configurations));
  }
  for (const field of filterFields) {
    if (query.equal[field] !== undefined) where(`body->>'${field}' = ?`, query.equal[field]);
  }
  if (query.typeIn) where(`body->>'type' = ANY (?)`, query.typeIn);
  for (const [name, operator] of Object.entries(comparisons)) {
    const bound = query.created?.[name as keyof CreatedRange];
    if (bound !== undefined) where(`created ${operator} ?`, bound);
    const arrival = query.arrival?.[name as keyof CreatedRange];
    if (arrival !== undefined) where(`(body->>'arrival_date')::bigint ${operator} ?`, arrival);
  }
  if (query.after !== undefined) where('seq < ?', query.after);
  if (query.before !== undefined) where('seq > ?', query.before);
  const backwards = query.before !== undefined;
  const rows = await sql.query<{ seq: number; body: ObjectTypes[Type]['body'] }>(
    `SELECT seq, body FROM stripe_sandbox.object WHERE ${conditions.join(' AND ')}
     ORDER BY seq ${backwards ? 'ASC' : 'DESC'} LIMIT ${query.limit + 1}`,
    values,
  );
  const page = rows.slice(0, query.limit);
  if (backwards) page.reverse();
  return {
    data: page.map((row) => row.body),
    hasMore: rows.length > query.limit,
    first: page[0]?.seq ?? null,
    last: page.at(-1)?.seq ?? null,
  };
}
