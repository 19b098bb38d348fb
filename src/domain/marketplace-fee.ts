/**
 * The marketplace's own fee. Host-only: the host pays all of it (15.5 % by default). Split: the guest pays a share on top and
 * the host gives up a share; the operator sets both.
 */
import { percentOf, scale, wholeInBasisPoints } from './money';

export type MarketplaceFees =
  | { readonly model: 'host_only'; readonly hostBasisPoints: number }
  | { readonly model: 'split'; readonly hostBasisPoints: number; readonly guestBasisPoints: number };

export const defaultFees: MarketplaceFees = { model: 'host_only', hostBasisPoints: 1550 };

/** What the host gives up of `amount` (the host's own prices, after discounts). */
export const hostFeeOf = (fees: MarketplaceFees, amount: number, step: number): number =>
  percentOf(amount, fees.hostBasisPoints, step);

/** What the guest pays on top of `amount`. */
export const guestFeeOf = (fees: MarketplaceFees, amount: number, step: number): number =>
  fees.model === 'split' ? percentOf(amount, fees.guestBasisPoints, step) : 0;

/**
 * The gross price at which the host nets `net`, and the fee on it: to net 100.00 at 15.5 % the gross is 118.34, the fee 18.34.
 * The fee is the difference, so that nothing is lost to rounding.
 */
export function grossUp(net: number, hostBasisPoints: number, step: number): { gross: number; fee: number } {
  if (hostBasisPoints < 0 || hostBasisPoints >= wholeInBasisPoints)
    throw new RangeError(`Not a fee: ${hostBasisPoints}`);
  const gross = scale(net, wholeInBasisPoints, wholeInBasisPoints - hostBasisPoints, step);
  return { gross, fee: gross - net };
}
