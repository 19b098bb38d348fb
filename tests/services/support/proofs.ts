import { createHash } from 'node:crypto';

/**
 * The long proofs: `npm test` takes a part of each, another one every time, so that all tests are done within half an hour on two cores.
 * CASITA_PROOFS=all takes them whole; CASITA_PROOFS_SEED the same part again.
 */
export const allProofs = process.env['CASITA_PROOFS'] === 'all';

const seed = process.env['CASITA_PROOFS_SEED'] ?? String(Math.floor(Math.random() * 1e9));
if (!allProofs) process.stderr.write(`a part of the long proofs: CASITA_PROOFS_SEED=${seed}\n`);

/** Whether a case, by its name, is of the part that is taken: that share of them. */
export function isTaken(name: string, share: number): boolean {
  return allProofs || createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE() / 2 ** 32 < share;
}
