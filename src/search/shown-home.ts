import { z } from 'zod';
import { money, night } from '../contract/fields';
import { chargeStep } from '../domain/currency';
import { roundToStep } from '../domain/money';
import type { PricedStay } from '../domain/price';
import type { HomeDetails } from './queries/home-details';

/** What is shown of a home wherever it is found: on a card and on a map. */
export const approximatePoint = z
  .object({ latitude: z.number(), longitude: z.number() })
  .meta({ id: 'ApproximatePoint', description: '150 to 500 m from the home' });

export const rating = z
  .object({ mean: z.number().nullable(), count: z.int() })
  .meta({ id: 'Rating', description: 'The mean is shown from 3 scores on' });

export const stay = z
  .object({ checkIn: night, checkOut: night, nights: z.int(), total: money })
  .nullable()
  .meta({ id: 'StayPrice', description: 'With dates: the whole price, all mandatory fees and taxes included' });

export const basePrice = money.nullable().meta({ description: 'Without dates: what a night costs before fees' });

/** `price` is null without dates. */
export function shownPrice(
  { base_price, currency, check_in, check_out }: HomeDetails,
  price: PricedStay | null,
): { stay: z.input<typeof stay>; basePrice: z.input<typeof basePrice> } {
  if (price === null) return { stay: null, basePrice: nightPrice(base_price, currency) };
  if (!check_in || !check_out) throw new Error('shownPrice: a priced home has the dates that it is priced for');
  const { nights, total } = price;
  return { stay: { checkIn: check_in, checkOut: check_out, nights: nights.length, total }, basePrice: null };
}

export const nightPrice = (amount: number, currency: string): { amount: number; currency: string } => ({
  amount: roundToStep(amount, chargeStep(currency)),
  currency,
});
