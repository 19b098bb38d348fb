import { chanceOf, strikes } from '../faults/strike';
import type { Fault, WebhookFaultKind } from '../queries/faults';

export type WebhookFault = Fault<WebhookFaultKind>;

export interface PlannedCopy {
  readonly dropped: boolean;
  readonly delayMs: number;
  readonly holdSeconds: number;
  readonly place: number;
  readonly collectedBy: number | null;
}

export interface DeliveryPlan {
  readonly copies: readonly PlannedCopy[];
  /** The fault that was used up once by this. */
  readonly used: number | null;
  /** The seeded faults that threw their dice for this. */
  readonly drawn: readonly number[];
}

const asItIs: PlannedCopy = { dropped: false, delayMs: 0, holdSeconds: 0, place: 0, collectedBy: null };

/** How long a reordering fault collects at most, before what it has goes out anyway. */
const COLLECT_MS = 3_000;

/** Decides how one event reaches one endpoint: the oldest fault that fits and strikes has its way. */
export function planDelivery(eventType: string, faults: readonly WebhookFault[], random: () => number): DeliveryPlan {
  const drawn: number[] = [];
  const fault = faults
    .filter((each) => matchesPattern(each.event_type, eventType))
    .find((each) => {
      if (each.seed !== null) drawn.push(each.id);
      return strikes(each, random);
    });
  if (fault === undefined) return { copies: [asItIs], used: null, drawn };
  return { copies: copiesUnder(fault, chanceOf(fault, random)), used: fault.id, drawn };
}

function copiesUnder(fault: WebhookFault, chance: number): PlannedCopy[] {
  switch (fault.kind) {
    case 'webhook_drop':
      return [{ ...asItIs, dropped: true }];
    case 'webhook_duplicate':
      return [asItIs, { ...asItIs, delayMs: fault.delay_ms }];
    case 'webhook_delay':
      return [{ ...asItIs, delayMs: fault.delay_ms, holdSeconds: fault.hold_seconds }];
    case 'webhook_reorder':
      // A counted one collects and then sends the last first; a lasting one shuffles by random delays.
      return fault.remaining === null
        ? [{ ...asItIs, delayMs: Math.round(chance * (fault.delay_ms || 1_000)) }]
        : [{ ...asItIs, delayMs: COLLECT_MS, place: fault.remaining, collectedBy: fault.id }];
    default: {
      const unreachable: never = fault.kind;
      throw new Error(`no such webhook fault: ${String(unreachable)}`);
    }
  }
}

/** `charge.refunded`, `charge.*`, or null for everything. */
export function matchesPattern(pattern: string | null, value: string): boolean {
  if (pattern === null || pattern === '*') return true;
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}
