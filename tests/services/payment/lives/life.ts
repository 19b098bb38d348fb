import type { PaymentChoice } from '../../../../src/api/booking/use-cases/payment-choice';
import type { PaidStay } from '../../support/alterations';
import type { TestCasita } from '../../support/casita';

/** A batch of lives goes through these together: what is done at one of them is done by all of the batch, and then time passes for all. */
export const moments = [
  'booked',
  'heard',
  'hold over',
  'paid late',
  'day two',
  'first night',
  'first evening',
  'gone',
  'answered',
  'ruled',
  'settled',
  'balance due',
  'second month',
  'far night',
  'over',
] as const;
export type Moment = (typeof moments)[number];

/** From the batch's first day, which begins at noon UTC; the first ones follow each other by seconds. */
export const momentAt: Readonly<
  Record<Moment, { readonly day: number; readonly hour: number; readonly seconds?: number }>
> = {
  booked: { day: 0, hour: 12 },
  heard: { day: 0, hour: 12, seconds: 31 },
  // Nobody has cancelled yet what can no longer be paid in time.
  'hold over': { day: 0, hour: 12, seconds: 31 + 16 * 60 },
  'paid late': { day: 0, hour: 12, seconds: 62 + 16 * 60 },
  // Requests that nobody answered are over.
  'day two': { day: 2, hour: 14 },
  // 24 hours after the near stays began; what was sent is on the hosts' accounts until midnight.
  'first night': { day: 6, hour: 17 },
  'first evening': { day: 6, hour: 18 },
  // The near stays are over, and what was sent is at the hosts' banks.
  gone: { day: 9, hour: 10 },
  answered: { day: 9, hour: 11 },
  // A day after `gone`: what nobody answered is staff's.
  ruled: { day: 10, hour: 12 },
  settled: { day: 11, hour: 12 },
  // 30 days before the far stays.
  'balance due': { day: 34, hour: 18 },
  // The second part of long stays is sent, and what nobody paid in time has ended.
  'second month': { day: 37, hour: 12 },
  'far night': { day: 65, hour: 17 },
  over: { day: 70, hour: 12 },
};

/** Days from the batch's first to the check-in. */
export const NEAR_DAYS = 5;
export const FAR_DAYS = 64;

export interface LivedStay extends PaidStay {
  readonly currency: string;
}

/** What somebody does. A refusal is an answer too: the booking may not have heard of its money yet. */
export type Act = (world: TestCasita, stay: LivedStay) => Promise<unknown>;

/** What becomes of a booking, from its guest's first wish to whatever ends it. */
export interface Kind {
  readonly name: string;
  /** How many of a deck of lives are of this kind; 1 unless it says so. */
  readonly weight?: number;
  readonly isRequest?: boolean;
  readonly isFar?: boolean;
  /** 2 unless it says so. */
  readonly nights?: number;
  /** Of a host who has no account that money could be sent to, until they make one. */
  readonly isHostNew?: boolean;
  /** A guest of its own, with no other cards. */
  readonly isGuestNew?: boolean;
  readonly paying?: Partial<PaymentChoice>;
  /** The request keeps the guest's card, and charges it when the host has taken the guest. */
  readonly keepsCard?: boolean;
  readonly acts: Partial<Record<Moment, Act>>;
  /** SQL: whether booking `b` came to what this kind is about. */
  readonly ended: string;
}
