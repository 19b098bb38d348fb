import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { responseRatePercent, responseWindowDays, withCounted } from '../../../domain/response-rate';
import { endedRequests } from '../queries/ended-requests';
import { forgetRates, hostsToCount, knownRates, writeRates } from '../queries/response-rates';

/** Counts the answers of the next hosts. @returns how many those were, and the last of them; null where none is left */
export async function countAnswersAfter(
  tx: Tx,
  now: Temporal.Instant,
  afterHost: number,
  limit: number,
): Promise<{ readonly seen: number; readonly last: number | null }> {
  const since = now.subtract({ hours: 24 * responseWindowDays }).toString();
  const hostIds = await hostsToCount(tx, since, afterHost, limit);
  if (hostIds.length > 0) await count(tx, hostIds, since);
  return { seen: hostIds.length, last: hostIds.length < limit ? null : (hostIds.at(-1) ?? null) };
}

async function count(tx: Tx, hostIds: readonly number[], since: string): Promise<void> {
  const ended = Map.groupBy(await endedRequests(tx, hostIds, since), ({ hostId }) => hostId);
  const rates = (await knownRates(tx, hostIds)).map((known) => {
    const next = withCounted(known, responseRatePercent(ended.get(known.hostId) ?? []));
    return { hostId: known.hostId, ...next, changes: next.shown !== known.shown };
  });
  await writeRates(tx, rates.filter(({ counted, changes }) => counted !== null || changes)); // prettier-ignore
  await forgetRates(tx, rates.filter(({ counted, changes }) => counted === null && !changes).map(({ hostId }) => hostId)); // prettier-ignore
}
