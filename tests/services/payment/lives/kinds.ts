import { claims } from './kinds/claims';
import { disputes } from './kinds/disputes';
import { endsEarly } from './kinds/ends-early';
import { instalmentLives } from './kinds/instalments';
import { requests } from './kinds/requests';
import { stays } from './kinds/stays';
import type { Kind } from './life';

export const kinds: readonly Kind[] = [...stays, ...endsEarly, ...requests, ...instalmentLives, ...disputes, ...claims];

const deck: readonly Kind[] = kinds.flatMap((kind) => Array.from({ length: kind.weight ?? 1 }, () => kind));

/** So many lives, in the order that the dice say: deck after deck, in each of which every kind is as often as it weighs. */
export function deal(count: number, throwDice: () => number): Kind[] {
  const dealt: Kind[] = [];
  while (dealt.length < count) dealt.push(...shuffled(deck, throwDice));
  return dealt.slice(0, count);
}

function shuffled<T>(items: readonly T[], throwDice: () => number): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(throwDice() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
