import { formatMoney } from '../money/format-money';

export interface Amount {
  readonly amount: number;
  readonly currency: string;
}

export const shownAmount = ({ amount, currency }: Amount): string => formatMoney(amount, currency);

/** In the reader's language and zone. */
export const shownInstant = (instant: string): string =>
  new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A code as a person says it: `needs_response` is "Needs response". */
export function words(code: string): string {
  const text = code.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
