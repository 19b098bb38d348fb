/** What a look may take; real seconds, as the provider's own time-out is. */
export interface LookLimits {
  readonly atOnce: number;
  readonly seconds: number;
}

const usual: LookLimits = { atOnce: 6, seconds: 10 };

/**
 * Work that waits for the network: several at once, and none is begun any more when the time is over. A provider that does not answer takes
 * its whole time-out for each, and holds that end and stays that are over must not wait for that; what was not begun is still due at the
 * next look. One that fails keeps the others from nothing. @returns how many were done
 */
export async function severalAtOnce<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  failed: (item: T, error: unknown) => void,
  { atOnce, seconds }: LookLimits = usual,
): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  let [next, done] = [0, 0];
  const oneAfterTheOther = async (): Promise<void> => {
    while (next < items.length && performance.now() < until) {
      const item = items[next++] as T;
      try {
        await work(item);
        done += 1;
      } catch (error) {
        failed(item, error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, oneAfterTheOther));
  return done;
}
