import type { Sql } from '../../../adapters/postgres/sql';
import type { ObjectType, ObjectTypes } from '../objects';
import { listObjects, type ListQuery } from '../queries/list-objects';
import { ok, type Answer } from './answer';
import { integer, text } from './params';
import { invalidParameter } from './problem';

/** What every list of API v2 takes: a page is named by the address that the page before gave. */
export const v2Page = { limit: integer(1, 100).default(20), page: text(50).optional() };

/** Answers a list of API v2: newest first, with the addresses of the pages beside it. */
export async function answerV2List<Type extends ObjectType>(
  sql: Sql,
  type: Type,
  list: {
    readonly url: string;
    readonly limit: number;
    readonly page?: string | undefined;
    /** Parameters that the next page needs again. */
    readonly repeated: Readonly<Record<string, string | readonly string[] | undefined>>;
    readonly narrow: Pick<ListQuery, 'created' | 'equal' | 'related' | 'configurations' | 'typeIn'>;
    readonly show: (body: ObjectTypes[Type]['body']) => unknown;
  },
): Promise<Answer> {
  const place = list.page === undefined ? null : placeOf(list.page);
  const read = await listObjects(sql, type, { ...list.narrow, limit: list.limit, ...place });
  const backwards = place !== null && 'before' in place;
  const isMoreAfter = backwards || read.hasMore;
  const isMoreBefore = place !== null && (!backwards || read.hasMore);
  return ok({
    data: read.data.map(list.show),
    next_page_url: isMoreAfter && read.last !== null ? address(list, `after_${read.last}`) : null,
    previous_page_url: isMoreBefore && read.first !== null ? address(list, `before_${read.first}`) : null,
  });
}

function placeOf(page: string): { readonly after: number } | { readonly before: number } {
  const [, side, seq] = /^(after|before)_(\d{1,15})$/.exec(page) ?? [];
  if (seq === undefined) throw invalidParameter('page', `Invalid page: ${page}`);
  return side === 'after' ? { after: Number(seq) } : { before: Number(seq) };
}

function address(list: Parameters<typeof answerV2List>[2], page: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(list.repeated)) {
    if (typeof value === 'string') query.set(name, value);
    else value?.forEach((each, index) => query.set(`${name}[${index}]`, each));
  }
  query.set('limit', String(list.limit));
  query.set('page', page);
  return `${list.url}?${query.toString()}`;
}
