import { z } from 'zod';

/** Metadata of API v2: a null takes its key away. */
export const v2Metadata = () =>
  z.record(z.string().max(40), z.string().max(500).nullable()).refine((given) => Object.keys(given).length <= 50, {
    error: 'Metadata can have up to 50 keys.',
  });

export function mergeV2Metadata(
  before: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string | null>> | undefined,
): Record<string, string> {
  const merged = Object.entries({ ...before, ...change });
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null));
}
