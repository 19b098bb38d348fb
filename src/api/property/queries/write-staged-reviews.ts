import type { Tx } from '../../../adapters/postgres/sql';
import { reviewGoneReason } from '../listing-record';

export interface WrittenReviews {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/**
 * The reviews of each staged home become those of the source. What staff decided about a review holds; a review that is gone
 * but has reports or decisions is hidden, so that its trail stays whole.
 */
export async function writeStagedReviews(tx: Tx, now: string): Promise<WrittenReviews> {
  const removed = await removeVanished(tx, now);
  const rows = await tx.query<{ added: boolean }>(
    `insert into reviews as r (document_id, property_id, side, author_name, state, overall, cleanliness, accuracy, check_in, communication,
       location, value, body, written_at, visible_at, source, source_id, created_at, updated_at, published_at)
     select n.document_id, s.property_id, 'guest', n.author_name, 'published', n.overall, n.cleanliness, n.accuracy, n.check_in,
       n.communication, n.location, n.value, n.body, n.written_at, n.written_at, n.source, n.source_id, $1, $1, $1
     from staged_review n join staged_listing s on s.source = n.source and s.source_id = n.listing_source_id
     order by s.property_id, n.written_at, n.source_id
     on conflict (source, source_id) where source_id is not null do update
       set (property_id, author_name, overall, cleanliness, accuracy, check_in, communication, location, value, body, written_at,
           visible_at, updated_at) =
         (excluded.property_id, excluded.author_name, excluded.overall, excluded.cleanliness, excluded.accuracy, excluded.check_in,
           excluded.communication, excluded.location, excluded.value, excluded.body, excluded.written_at, excluded.visible_at, $1),
         state = case when r.moderation_reason = $2 then 'published' else r.state end,
         moderation_reason = nullif(r.moderation_reason, $2)
       where (r.property_id, r.author_name, r.overall, r.cleanliness, r.accuracy, r.check_in, r.communication, r.location, r.value,
           r.body, r.written_at) is distinct from
         (excluded.property_id, excluded.author_name, excluded.overall, excluded.cleanliness, excluded.accuracy, excluded.check_in,
           excluded.communication, excluded.location, excluded.value, excluded.body, excluded.written_at)
         or r.moderation_reason = $2
     returning xmax = 0 as added`,
    [now, reviewGoneReason],
  );
  const added = rows.filter((row) => row.added).length;
  return { added, changed: rows.length - added, removed };
}

async function removeVanished(tx: Tx, now: string): Promise<number> {
  const hidden = await tx.query(
    `update reviews r set state = 'hidden', moderation_reason = $1, updated_at = $2
     from staged_listing s where ${vanished} and ${hasTrail} and r.state <> 'hidden' returning r.id`,
    [reviewGoneReason, now],
  );
  const deleted = await tx.query(
    `delete from reviews r using staged_listing s where ${vanished} and not ${hasTrail} returning r.id`,
  );
  return hidden.length + deleted.length;
}

const vanished = `s.has_reviews and r.property_id = s.property_id and r.source = s.source
  and not exists (select from staged_review n where n.source = r.source and n.source_id = r.source_id)`;

const hasTrail = `(exists (select from reports x where x.review_id = r.id) or exists (select from review_decisions x where x.review_id = r.id))`;
