import { z } from 'zod';
import { queryInt } from './fields';

/** Pages of rows in the order of their ids, the newest first: a cursor is the id of the last row that was shown. */
export const idPageQuery = {
  cursor: queryInt(1, 2_147_483_647)
    .meta({ query: { type: 'string' } })
    .optional(),
  pageSize: queryInt(1, 100).optional(),
};

export const idPageMeta = z.object({
  pagination: z.object({ pageSize: z.int(), nextCursor: z.string().nullable() }),
});

/** @param rows one more than `pageSize` of them where there are more */
export function idPage<T extends { readonly id: number }>(rows: readonly T[], pageSize: number) {
  const page = rows.slice(0, pageSize);
  const nextCursor = rows.length > pageSize ? String(page.at(-1)?.id) : null;
  return { page, meta: { pagination: { pageSize, nextCursor } } };
}
