import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './sources';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (name: string) =>
  JSON.parse(readFileSync(join(root, name), 'utf8')) as Record<string, Record<string, string>>;
const packages = (read('package-lock.json') as unknown as { packages: Record<string, Entry> }).packages;
const entries = Object.entries(packages).filter(([path]) => path !== '');

/** Where Node would find `name` from a package at `path`. */
function isLocked(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder ? `${folder}/` : ''}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
  }
}

describe('what is installed is what was tried', () => {
  test('every dependency of ours is pinned to one version', () => {
    const manifest = read('package.json');
    const ranges = ['dependencies', 'devDependencies', 'optionalDependencies']
      .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(ranges).toEqual([]);
  });

  // npm drops the binaries of other platforms when it cannot see them, and then refuses its own file (`npm ci`).
  test('the lock file has the binaries of every platform', () => {
    const missing = entries.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(path, name)),
    );
    expect(missing).toEqual([]);
  });

  test('packages come from the registry that is configured, and are checked', () => {
    expect(entries.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    const unchecked = entries.filter(([, { integrity, optional, os }]) => !integrity && !(optional && os));
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });
});
