import type { FinishedAnswer, KeptAnswers, MadeAnswer } from '../ports/kept-answers';
import { sharedLoads, type SharedLoads } from './shared-loads';

const bytesOf = (made: MadeAnswer): number | null => (made.ok && made.value ? made.value.body.length : null);

/** `loads` is what hears of changes. */
export function keptAnswers(maxBytes: number): KeptAnswers & { readonly loads: Kept } {
  const loads = sharedLoads<MadeAnswer>({ maxBytes, bytesOf });
  return {
    loads,
    get(key): FinishedAnswer | null {
      const made = loads.get(key);
      return made?.ok ? made.value : null;
    },
    bytes: () => loads.bytes(),
    load: (key, home, make) => loads.load(key, home, make),
  };
}

export type Kept = SharedLoads<MadeAnswer>;
