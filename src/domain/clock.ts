import { type Temporal } from 'temporal-polyfill';

/** The one source of "now". Rules take an instant as an argument; only use cases and jobs ask a clock. */
export interface Clock {
  now(): Temporal.Instant;
}
