import type { Temporal } from 'temporal-polyfill';
import type { Database } from '../../adapters/postgres/sql';
import type { Clock } from '../../domain/clock';

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
  /** Event types to send; all of them when left out. */
  readonly enabledEvents?: readonly string[];
  /** Whole v1 events (`constructEvent`), unless `thin`: v2 notifications (`parseEventNotification`). */
  readonly payload?: 'snapshot' | 'thin';
  /** What happens to connected and v2 accounts, rather than to the platform itself. */
  readonly connect?: boolean;
}

export interface StripeSandboxOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Replaces the endpoints that an earlier start configured. Left out: those stay. */
  readonly webhookEndpoints?: readonly WebhookTarget[];
  /** `sk_test_…`. A restricted key `rk_test_…` of the same ending is taken too. */
  readonly secretKey: string;
  /** `pk_test_…` */
  readonly publishableKey: string;
  readonly log?: (message: string, details?: Record<string, unknown>) => void;
  /** What the webhook signatures are dated with. The SDK checks that date against the machine's clock, so that is the default. */
  readonly signatureClock?: Clock;
  /** Take requests from other machines, and send webhooks there. Off: loopback only. */
  readonly allowRemote?: boolean;
  /** Lets POST /_controls/clock move the clock; left out where it is somebody else's to move. */
  readonly moveClock?: (to: Temporal.Instant) => Promise<void>;
  /** The address under which a browser reaches the sandbox, for the bank's page. */
  readonly publicUrl?: string;
  /** Deliver webhooks and run what falls due without being asked. On by default. */
  readonly background?: boolean;
  /** Between 0 and 1, for faults with a rate. */
  readonly random?: () => number;
}
