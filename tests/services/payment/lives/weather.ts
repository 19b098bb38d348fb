import type { TestCasita } from '../../support/casita';

/**
 * What can be expected of a network: answers lost after the deed, events lost, doubled and out of order. The SDK asks once more where a
 * connection broke, so that of 45 in a hundred lost answers 20 stay lost.
 */
const badWeather = [
  { kind: 'drop_answer', method: 'POST', path: '/v1/*', rate: 0.45 },
  { kind: 'webhook_drop', rate: 0.1 },
  { kind: 'webhook_duplicate', rate: 0.1 },
  { kind: 'webhook_reorder', rate: 0.1, delay_ms: 300 },
] as const;

export async function badDays(world: TestCasita): Promise<void> {
  for (const fault of badWeather) await faults(world, 'POST', JSON.stringify(fault));
}

/** No more of it. What was lost stays lost. */
export const fairDays = (world: TestCasita): Promise<void> => faults(world, 'DELETE');

async function faults(world: TestCasita, method: string, body: string | null = null): Promise<void> {
  const response = await fetch(`${world.stripeUrl}/_controls/faults`, {
    method,
    headers: { authorization: `Bearer ${world.secretKey}`, 'content-type': 'application/json' },
    body,
  });
  if (!response.ok) throw new Error(await response.text());
}

/** What a call that may be answered by a broken connection came to; null: nobody knows. */
export async function perhaps<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if ((error as Error).message === 'fetch failed') return null;
    throw error;
  }
}

/** The same numbers for the same seed (mulberry32), from 0 to 1. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
