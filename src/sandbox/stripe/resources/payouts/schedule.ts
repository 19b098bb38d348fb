import { scheduleWork } from '../../queries/schedule-work';
import type { Work } from '../../work';
import { paysOutDaily } from '../balance-settings';

/** What the platform's balance is called among due work; a connected account's is called by its id. */
export const PLATFORM = 'platform';

/** A balance that is paid out by itself is looked at again at the next midnight of UTC. */
export async function schedulePayout(work: Work, account: string | null): Promise<void> {
  if (!(await paysOutDaily(work, account))) return;
  const midnight = work.now.toZonedDateTimeISO('UTC').startOfDay().add({ days: 1 }).toInstant();
  await scheduleWork(work.tx, 'payout_runs', account ?? PLATFORM, midnight);
}
