import type { Sql } from '../../../adapters/postgres/sql';
import type { ObjectType } from '../objects';
import { findAnyObject } from '../queries/find-any-object';
import { findObject } from '../queries/find-object';
import { listObjects, type CreatedRange, type FilterField } from '../queries/list-objects';
import { ok, type Answer } from './answer';
import { invalidParameter, noSuchReference } from './problem';

interface PageParams {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

/** `created` as zod hands it over: bounds may be present and undefined. */
type Bounds = { readonly [Name in keyof CreatedRange]?: number | undefined };

/** Answers a list call: newest first, a page at a time. */
export async function answerList(
  sql: Sql,
  type: ObjectType,
  url: string,
  params: PageParams,
  narrow: {
    readonly equal?: { readonly [Field in FilterField]?: string | undefined };
    readonly typeIn?: readonly string[] | undefined;
    readonly created?: Bounds | undefined;
    readonly arrival?: Bounds | undefined;
    readonly payout?: string | undefined;
    readonly account?: string | null;
  } = {},
): Promise<Answer> {
  if (params.starting_after !== undefined && params.ending_before !== undefined) {
    throw invalidParameter(
      'ending_before',
      'You may only specify one of these parameters: starting_after, ending_before.',
    );
  }
  const { data, hasMore } = await listObjects(sql, type, {
    equal: defined(narrow.equal ?? {}),
    ...(narrow.typeIn === undefined ? {} : { typeIn: narrow.typeIn }),
    ...(narrow.created === undefined ? {} : { created: defined(narrow.created) }),
    ...(narrow.arrival === undefined ? {} : { arrival: defined(narrow.arrival) }),
    ...(narrow.payout === undefined ? {} : { payout: narrow.payout }),
    account: narrow.account ?? null,
    limit: params.limit,
    ...(params.starting_after === undefined
      ? {}
      : { after: await placeOf(sql, type, params.starting_after, 'starting_after') }),
    ...(params.ending_before === undefined
      ? {}
      : { before: await placeOf(sql, type, params.ending_before, 'ending_before') }),
  });
  return ok({ object: 'list', url, has_more: hasMore, data });
}

async function placeOf(sql: Sql, type: ObjectType, id: string, param: string): Promise<number> {
  const object = await findObject(sql, type, id);
  if (object !== undefined) return object.seq;
  const other = await findAnyObject(sql, id);
  throw noSuchReference(other === undefined ? type : `${type} (this is a ${other.type})`, id, param);
}

type Defined<Given> = { [Key in keyof Given]?: Exclude<Given[Key], undefined> };

function defined<Given extends object>(given: Given): Defined<Given> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<Given>;
}
