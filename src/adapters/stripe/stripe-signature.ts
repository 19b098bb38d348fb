import { z } from 'zod';

/** As long as a signature is good for, in seconds (Stripe's own default); its clock may be this far ahead of ours. */
export const TOLERANCE_SECONDS = 300;
const AHEAD_SECONDS = 30;

/** The SDK takes a timestamp that is ahead of the clock for as long as you like. */
export function isFromTheFuture(signature: string): boolean {
  const timestamp = /(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1];
  return timestamp === undefined || Number(timestamp) > Date.now() / 1_000 + AHEAD_SECONDS;
}

/** An id or type in an event. */
export const eventName = z.string().regex(/^[\x21-\x7e]{1,255}$/);
