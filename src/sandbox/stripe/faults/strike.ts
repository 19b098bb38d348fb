import { createHash } from 'node:crypto';
import type { Fault } from '../queries/faults';

type Dice = Pick<Fault, 'rate' | 'seed' | 'draws'>;

/** Whether a fault strikes this time. With a seed the same run of calls meets the same weather each time. */
export function strikes(fault: Dice, random: () => number): boolean {
  if (fault.rate === null) return true;
  return (fault.seed === null ? random() : seededChance(fault.seed, fault.draws, 'strike')) < fault.rate;
}

/** A second throw, for how long a delay is. */
export function chanceOf(fault: Dice, random: () => number): number {
  return fault.seed === null ? random() : seededChance(fault.seed, fault.draws, 'delay');
}

/** Between 0 and 1, from the seed and how often it was asked before: no state but a counter, so several processes share one row of throws. */
function seededChance(seed: number, draws: number, purpose: string): number {
  return createHash('sha256').update(`${seed} ${draws} ${purpose}`).digest().readUInt32BE(0) / 2 ** 32;
}
