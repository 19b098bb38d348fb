/** Which lines are the host's own prices, and what the host's payout rests on. */
import { sumAmounts } from './money';
import type { LineKind, PriceLine } from './price';

const stayKinds: ReadonlySet<LineKind> = new Set([
  'accommodation',
  'discount',
  'coupon',
  'extra_guests',
  'pets',
  'cleaning',
]);

/** Lines that belong to the nights; service fee and taxes do not. */
export const isStayLine = (line: Pick<PriceLine, 'kind'>): boolean => stayKinds.has(line.kind);

/** The host's prices, less what the host gives: a coupon of the marketplace's does not lower the payout. */
export const hostBaseOf = (lines: readonly Pick<PriceLine, 'kind' | 'fundedBy' | 'amount'>[]): number =>
  sumAmounts(lines.filter((line) => isStayLine(line) && line.fundedBy !== 'marketplace').map((line) => line.amount));
