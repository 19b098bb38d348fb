import { addFeed } from '../../../src/api/calendar-feed/use-cases/manage-feeds';
import { pollFeed } from '../../../src/api/calendar-feed/use-cases/poll-feed';
import type { Casita } from '../../../src/ports';
import { makeHome, type TestHome } from '../support/world';
import type { TestCasita } from '../support/casita';
import { feedUrl, type FakeFeeds } from './fake-feeds';

/** A home in Lisbon that follows one feed. */
export interface Following {
  readonly home: TestHome;
  readonly feedId: number;
  readonly feed: string;
  poll(answer: string): Promise<void>;
}

export async function follow(casita: TestCasita, feeds: FakeFeeds, timeZone = 'Europe/Lisbon'): Promise<Following> {
  const home = await makeHome(casita.app, { timeZone });
  const added = await addFeed(casita.app, home.hostId, home.documentId, { name: 'Other', url: feedUrl });
  if (!added.ok) throw new Error(added.message);
  const feedId = added.value.id;
  return {
    home,
    feedId,
    feed: added.value.documentId,
    async poll(answer) {
      feeds.answer(answer);
      const polled = await pollFeed(casita.app, feedId);
      if (!polled.ok) throw new Error(polled.message);
    },
  };
}

/** The clock of a sandbox only goes forward. */
export async function moveClock(casita: TestCasita, to: string): Promise<void> {
  const now = casita.clock.now();
  await casita.clock.moveTo(now.add({ milliseconds: Date.parse(to) - now.epochMilliseconds }));
}

export interface QueuedJob {
  readonly task: string;
  readonly key: string | null;
  readonly payload: Record<string, unknown>;
}

export const queued = (app: Casita): Promise<QueuedJob[]> =>
  app.db.query<QueuedJob>(
    `select t.identifier as task, j.key, j.payload from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`,
  );

export const mailsTo = async (app: Casita, userId: number): Promise<string[]> =>
  (await queued(app))
    .filter(({ task, payload }) => task === 'send-mail' && payload['userId'] === userId)
    .map(({ payload }) => String(payload['subject']));
