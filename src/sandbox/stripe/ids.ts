import { randomInt } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function randomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** `pi_`, `ch_` and so on, with 24 letters and digits after it, as Stripe's own ids look. */
export function newId(prefix: string): string {
  return `${prefix}_${randomText(24)}`;
}
