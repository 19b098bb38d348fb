import type { Sql } from '../../adapters/postgres/sql';
import { wordConditions } from './home-conditions';
import { Values } from './values';

export interface NearWords {
  /** The word as it is looked for. */
  readonly asked: string;
  /** Words of homes that have much in common with it. */
  readonly near: readonly string[];
}

const homesLookedAt = 5_000;
const wordsMax = 200;
/** The trigrams in common with a part of a home's text, of all of both: with PostgreSQL's own 0.6 two letters that were swapped are too much. */
const leastInCommon = 0.3;

/** Null where some home has the word. */
export async function nearWords(sql: Sql, word: string): Promise<NearWords | null> {
  const values = new Values();
  const known = `select 1 from search_property s where s.listed and ${wordConditions([word], values).join(' and ')} limit 1`;
  if ((await sql.query(known, values.list)).length > 0) return null;
  const [row] = await sql.query<NearWords>(near, [word]);
  return row ?? null;
}

/** `asked` comes first, being what homes are found by: the share is set by then, for this statement alone. */
const near = `with asked as materialized (
    select search_fold($1::text) as word, set_config('pg_trgm.word_similarity_threshold', '${leastInCommon}', true) as share
  )
  select asked.word as asked, coalesce((
    select array_agg(word) from (
      select distinct part.word from (
        select s.search_text from search_property s where s.listed and asked.word <% s.search_text limit ${homesLookedAt}
      ) home, regexp_split_to_table(home.search_text, '[\\s,;.()/-]+') part (word)
      where similarity(part.word, asked.word) > 0.2 limit ${wordsMax}
    ) words
  ), '{}') as near
  from asked`;
