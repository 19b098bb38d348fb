import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { isAlive } from './postmaster';

const beatMs = 1_000;
/** A lock that nobody has refreshed for this long belonged to a process that is gone (its pid may be another's by now). */
const staleMs = 15_000;

/** Tries to become the one process that starts the server. @returns the release, or undefined while another has it. */
export function tryStartLock(lockFile: string): (() => void) | undefined {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    breakIfStale(lockFile);
    return undefined;
  }
  const beat = setInterval(() => touch(lockFile), beatMs);
  beat.unref();
  return () => {
    clearInterval(beat);
    rmSync(lockFile, { force: true });
  };
}

function touch(lockFile: string): void {
  try {
    utimesSync(lockFile, new Date(), new Date());
  } catch {
    // the data folder is being removed
  }
}

function breakIfStale(lockFile: string): void {
  try {
    const holder = Number(readFileSync(lockFile, 'utf8'));
    const age = Date.now() - statSync(lockFile).mtimeMs;
    const justCreated = holder === 0 && age < staleMs;
    if (justCreated || (isAlive(holder) && age < staleMs)) return;
    const aside = `${lockFile}.${process.pid}`;
    renameSync(lockFile, aside);
    rmSync(aside, { force: true });
  } catch {
    // released or broken by another in between: the next try will tell
  }
}
