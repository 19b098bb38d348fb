import { z } from 'zod';
import { nearestWord, slipsAllowed } from '../domain/near-words';
import type { Outcome } from '../domain/refusal';
import type { Casita } from '../ports';
import { nearWords } from './queries/near-words';
import type { HomeSearch } from './search-query';

export const correctedQ = z.string().nullable().meta({
  description: 'Words that were searched for instead of q, where no home has q as it is written; else null',
});

export interface Forgiven<S extends HomeSearch, T> {
  /** What was searched for in the end. */
  readonly search: S;
  readonly outcome: Outcome<T>;
  /** Its words, where they are others than were asked for. */
  readonly correctedQ: string | null;
}

/**
 * Where nothing is found, and no home anywhere has one of the words: once more with the nearest word that some home has. So a search
 * that finds anything costs nothing more. The cursor of a page of the second search is one of another question for the first.
 */
export async function forgiveTypos<S extends HomeSearch, T extends { readonly total: number }>(
  app: Pick<Casita, 'searchDb'>,
  search: S,
  find: (search: S) => Promise<Outcome<T>>,
): Promise<Forgiven<S, T>> {
  const asked = { search, outcome: await find(search), correctedQ: null };
  if (search.words.length === 0 || !foundNothing(asked.outcome)) return asked;
  const words = await meantWords(app, search.words);
  if (!words) return asked;
  const meant = { ...search, words };
  const outcome = await find(meant);
  if (!outcome.ok || outcome.value.total === 0) return asked;
  return { search: meant, outcome, correctedQ: words.join(' ') };
}

const foundNothing = (outcome: Outcome<{ readonly total: number }>): boolean =>
  outcome.ok ? outcome.value.total === 0 : outcome.reasons.some(({ code }) => code === 'cursor_of_another_query');

/** One takes 0.1 to 0.4 s where there are a million homes. */
const unknownWordsMax = 3;

/** Null where every word is a home's, one is like none, or hardly any is a word here at all. */
async function meantWords(
  { searchDb }: Pick<Casita, 'searchDb'>,
  words: readonly string[],
): Promise<readonly string[] | null> {
  const meant: string[] = [];
  let unknown = 0;
  for (const word of words) {
    const found = slipsAllowed(word) > 0 ? await nearWords(searchDb, word) : null;
    if (found) unknown += 1;
    const nearest = found ? nearestWord(found.asked, found.near) : word;
    if (nearest === null || unknown > unknownWordsMax) return null;
    meant.push(nearest);
  }
  return unknown > 0 ? meant : null;
}
