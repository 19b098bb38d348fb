import { z } from 'zod';
import { byDocumentId, instant, queryInt } from '../../../contract/fields';
import { operation } from '../../../contract/operation';
import { accept } from '../../../domain/refusal';
import { listPropertyReviews } from '../use-cases/list-property-reviews';

const score = z.int().min(1).max(5).nullable();

const review = z
  .object({
    documentId: z.string(),
    authorName: z.string().nullable(),
    ratings: z.object({
      overall: score,
      cleanliness: score,
      accuracy: score,
      checkIn: score,
      communication: score,
      location: score,
      value: score,
    }),
    body: z.string(),
    publishedAt: instant,
    reply: z.object({ body: z.string(), at: instant.nullable() }).nullable(),
  })
  .meta({ id: 'PropertyReview' });

export const propertyReviewsOperation = operation({
  id: 'propertyReviews',
  kind: 'query',
  method: 'GET',
  path: '/properties/:id/reviews',
  tag: 'Reviews',
  summary: 'What guests wrote of a home, newest first',
  access: 'anyone',
  front: true,
  params: byDocumentId,
  query: z.strictObject({ cursor: z.string().min(1).max(400).optional(), pageSize: queryInt(1, 100).default(20) }),
  rateLimit: { name: 'reviews', points: 1_200, seconds: 60 },
  success: {
    status: 200,
    schema: z.array(review),
    meta: z.object({
      pagination: z.object({ pageSize: z.int(), nextCursor: z.string().nullable() }),
      rating: z.object({ mean: z.number().nullable(), count: z.int() }),
    }),
    description: 'One page of published reviews',
  },
  refusals: ['not_found'],
  // The first page is what is looked at.
  sameForAll: (_app, { params, query }) =>
    query.cursor === undefined ? { home: params.id, parts: [query.pageSize] } : null,
  async handle(app, { params, query }) {
    const page = await listPropertyReviews(app, params.id, query);
    if (!page.ok) return page;
    const { reviews, nextCursor, rating } = page.value;
    return accept({ data: [...reviews], meta: { pagination: { pageSize: query.pageSize, nextCursor }, rating } });
  },
});
