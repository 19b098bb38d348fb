import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { pollFeed } from '../api/calendar-feed/use-cases/poll-feed';
import { runLane } from '../outbox/run-calls';
import { workEvent } from '../inbox/take-event';
import type { Casita } from '../ports';
import { chargeSavedCards } from './charge-saved-cards';
import { checkHostAccounts } from './check-host-accounts';
import { completeStays } from './complete-stays';
import { countAnswers } from './count-answers';
import { dailyClose } from './daily-close';
import type { DueJob } from './due-job';
import { endProposals, endUnpaidAlterations } from './end-alterations';
import { endHolds, endRequests } from './end-unpaid';
import { endUnpaidBalances } from './end-unpaid-balances';
import { forgetOldCalls, forgetOldEvents, forgetOldKeys } from './forget-finished';
import { forgetTaxProfiles } from './forget-tax-profiles';
import { escalateClaims } from './escalate-claims';
import { openReviews } from './open-reviews';
import { pollFeeds, tellOfStaleFeeds } from './poll-feeds';
import { reconcileBalance, reconcileEvents } from './reconcile-balance';
import { makePayouts, releaseFunds } from './release-funds';
import { rollSearch } from './roll-search';
import { sendMail } from './send-mail';
import { makeOwedCalls, reconcile, workEvents } from './settle-payments';
import { remindOfDisputes, watchDisputes } from './watch-disputes';

/** What time brings about, in the order in which it is done when several fall due at one instant. */
export const dueJobs: readonly DueJob[] = [
  workEvents,
  makeOwedCalls,
  chargeSavedCards,
  endHolds,
  endRequests,
  endProposals,
  endUnpaidAlterations,
  endUnpaidBalances,
  releaseFunds,
  makePayouts,
  completeStays,
  escalateClaims,
  openReviews,
  countAnswers,
  rollSearch,
  pollFeeds,
  tellOfStaleFeeds,
  remindOfDisputes,
  forgetTaxProfiles,
  forgetOldKeys,
  forgetOldEvents,
  forgetOldCalls,
  reconcile,
  checkHostAccounts,
  watchDisputes,
  reconcileEvents,
  reconcileBalance,
  dailyClose,
];

/** What a transaction asks for: queued with it, done soon after it. */
export function tasksOf(app: Casita): TaskList {
  return {
    'send-mail': (payload) => sendMail(app, payload),
    'poll-feed': async (payload) => void (await pollFeed(app, z.object({ feedId: z.int() }).parse(payload).feedId)),
    'stripe-calls': (payload) => runLane(app, z.object({ lane: z.string() }).parse(payload).lane),
    'stripe-event': (payload) => workEvent(app, z.object({ eventId: z.string() }).parse(payload).eventId),
  };
}
