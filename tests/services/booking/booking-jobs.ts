import { dueJobs } from '../../../src/jobs';

/** Jobs that find nothing where there are neither feeds, hosts' accounts, disputes, claims nor a provider's balance to walk over; and what is daily beside bookings. */
const elsewhere = new Set([
  'count-answers',
  'forget-keys',
  'forget-events',
  'forget-calls',
  'poll-feeds',
  'tell-of-stale-feeds',
  'check-host-accounts',
  'watch-disputes',
  'remind-of-disputes',
  'escalate-claims',
  'forget-tax-profiles',
  'reconcile-events',
  'reconcile-balance',
]);

/** What time brings about for bookings and their money: for tests that let tens of thousands of days pass. */
export const bookingJobs = dueJobs.filter(({ name }) => !elsewhere.has(name));
