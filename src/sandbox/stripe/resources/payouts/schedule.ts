import { scheduleWork } from '../../queries/schedule-work';
import type { Work } from '../../work';
import { paysOutDaily } from '../balance-settings';

/** What the platform's balance is called among due work; a connected account's is called by its id. */
export const PLATFORM = 'platform';

/**
 * A balance that is paid out by itself is looked at again at the next midnight of UTC. The day is part of the name, so that what comes in while
 * a night's payout runs notes the next one and does not wait for this one.
 */
export async function schedulePayout(work: Work, account: string | null): Promise<void> {
  if (!(await paysOutDaily(work, account))) return;
  const midnight = work.now.toZonedDateTimeISO('UTC').startOfDay().add({ days: 1 }).toInstant();
  const day = midnight.toString().slice(0, 10);
  await scheduleWork(work.tx, 'payout_runs', `${account ?? PLATFORM} ${day}`, midnight);
}
