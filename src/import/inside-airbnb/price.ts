import { minorDigits } from '../../domain/currency';

/**
 * '$1,234.00' in minor units. The sign is an artefact of the export: amounts are in the place's own currency.
 * @returns undefined without a price (empty, or 0), null for what cannot be read as one
 */
export function priceOf(field: string | undefined, currency: string): number | undefined | null {
  const text = (field ?? '').trim();
  if (text === '') return undefined;
  const match = /^[^\d\s.,-]{0,4}\s?(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const digits = minorDigits(currency);
  const fraction = `${match[2] ?? ''}00000`;
  const minor = Number(`${(match[1] ?? '').replaceAll(',', '')}${fraction.slice(0, digits)}`);
  const amount = minor + (Number(fraction[digits]) >= 5 ? 1 : 0);
  return amount === 0 ? undefined : amount;
}
