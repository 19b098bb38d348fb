/** Cancellation policies in words, one row each: the table in docs/cancellation.md is printed from the data. */
import type { CancellationPolicy, CancellationTier, GracePeriod, KeptShare } from './cancellation-policy';
import type { WallSpan } from './stay-time';

export function cancellationTable(policies: readonly CancellationPolicy[]): string {
  const rows = policies.map(({ code, label, tiers, grace }) => [
    `\`${code}\``,
    label,
    tiers.map(tierText).join('; '),
    grace === null ? 'none' : graceText(grace),
  ]);
  return [['code', 'policy', 'cancelled', 'grace'], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function tierText({ until, keep }: CancellationTier, index: number): string {
  if (until === null) return `${index === 0 ? 'whenever' : 'later'}: ${keptText(keep)}`;
  const { beforeCheckIn, hoursAfterConfirmation: hours } = until;
  const also = hours === undefined ? '' : ` and within ${hours} hours of the confirmation`;
  return `until ${spanText(beforeCheckIn)} before check-in${also}: ${keptText(keep)}`;
}

function keptText(keep: KeptShare | null): string {
  if (keep === null) return 'all goes back';
  if (keep.restBasisPoints === 10_000) return 'nothing goes back';
  const nights = keep.nextNights === 1 ? 'the next night' : `the next ${keep.nextNights} nights`;
  const parts = [
    'the nights stayed',
    ...(keep.nextNights === 0 ? [] : [nights]),
    ...(keep.restBasisPoints === 0 ? [] : [`${keep.restBasisPoints / 100} % of the rest`]),
  ];
  return `the host keeps ${[parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter(Boolean).join(' and ')}`;
}

const graceText = ({ hoursAfterConfirmation, confirmedBeforeCheckIn }: GracePeriod): string =>
  `${count(hoursAfterConfirmation, 'hour')}, where confirmed ${spanText(confirmedBeforeCheckIn)} before check-in`;

const spanText = ({ days, hours }: WallSpan): string =>
  [days === undefined ? '' : count(days, 'day'), hours === undefined ? '' : count(hours, 'hour')]
    .filter(Boolean)
    .join(' and ');

const count = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
