import type { Sql } from '../../../adapters/postgres/sql';
import type { ObjectType, ObjectTypes } from '../objects';

/** Fields that lists can be narrowed by; each but the last three has an index of its own. */
export const filterFields = [
  'customer',
  'payment_intent',
  'charge',
  'source',
  'transfer_group',
  'currency',
  'email',
  'type',
] as const;
export type FilterField = (typeof filterFields)[number];

export interface CreatedRange {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

export interface ListQuery {
  readonly equal: Partial<Record<FilterField, string>>;
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
): Promise<{ data: ObjectTypes[Type]['body'][]; hasMore: boolean }> {
  const values: unknown[] = [type];
  const conditions = ['type = $1', `NOT body ? 'deleted'`];
  const where = (condition: string, value: unknown) =>
    conditions.push(condition.replace('?', `$${values.push(value)}`));
  for (const field of filterFields) {
    if (query.equal[field] !== undefined) where(`body->>'${field}' = ?`, query.equal[field]);
  }
  if (query.typeIn) where(`body->>'type' = ANY (?)`, query.typeIn);
  for (const [name, operator] of Object.entries(comparisons)) {
    const bound = query.created?.[name as keyof CreatedRange];
    if (bound !== undefined) where(`created ${operator} ?`, bound);
  }
  if (query.after !== undefined) where('seq < ?', query.after);
  if (query.before !== undefined) where('seq > ?', query.before);
  const backwards = query.before !== undefined;
  const rows = await sql.query<{ body: ObjectTypes[Type]['body'] }>(
    `SELECT body FROM stripe_sandbox.object WHERE ${conditions.join(' AND ')}
     ORDER BY seq ${backwards ? 'ASC' : 'DESC'} LIMIT ${query.limit + 1}`,
    values,
  );
  const page = rows.slice(0, query.limit).map((row) => row.body);
  return { data: backwards ? page.reverse() : page, hasMore: rows.length > query.limit };
}
