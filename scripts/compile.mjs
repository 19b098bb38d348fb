/**
 * Compiles src (without the admin panel), config and database to dist/ for Node (CommonJS), and copies the files that are
 * read at run time. Only what has changed is done again; what has no source any more is removed. Types are checked by
 * `npm run typecheck`, not here.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  statSync,
  utimesSync,
  writeFileSync,
  renameSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const roots = ['src', 'config', 'database'];
const leftOut = [join('src', 'admin')];
const copied = /\.(json|sql|graphql|html|svg|css|csv)$/;
const compiled = /(?<!\.d)\.ts$/;

const swcOptions = {
  swcrc: false,
  sourceMaps: 'inline',
  jsc: { parser: { syntax: 'typescript' }, target: 'es2023', keepClassNames: true },
  module: { type: 'commonjs' },
};

/** @returns {{ written: number, removed: number, milliseconds: number }} */
export function compile(appDir) {
  const started = Date.now();
  const distDir = join(appDir, 'dist');
  const fresh = isFromThisCompiler(appDir, distDir);
  const expected = new Set();
  let written = 0;
  for (const source of roots.flatMap((root) => filesBelow(join(appDir, root)))) {
    const name = relative(appDir, source);
    if (leftOut.some((folder) => name.startsWith(folder))) continue;
    const build = builderOf(name);
    if (!build) continue;
    const output = join(distDir, build.output);
    expected.add(output);
    if (fresh && isCurrent(source, output)) continue;
    build.run(appDir, source, output);
    written += 1;
  }
  const removed = removeStale(distDir, expected);
  noteCompiler(appDir, distDir);
  return { written, removed, milliseconds: Date.now() - started };
}

function builderOf(name) {
  if (compiled.test(name)) return { output: name.replace(/\.ts$/, '.js'), run: transpile };
  if (copied.test(name)) return { output: name, run: copy };
  return undefined;
}

let swc;
function transpile(appDir, source, output) {
  swc ??= createRequire(import.meta.url)('@swc/core');
  const { code } = swc.transformFileSync(source, {
    ...swcOptions,
    sourceFileName: relative(dirname(output), source),
  });
  write(output, code, source);
}

function copy(appDir, source, output) {
  write(output, readFileSync(source), source);
}

/** The output gets its source's time of change: equal times mean current. Renamed into place, never seen half-written. */
function write(output, content, source) {
  mkdirSync(dirname(output), { recursive: true });
  const partial = `${output}.${process.pid}.partial`;
  writeFileSync(partial, content);
  const { mtime } = statSync(source);
  utimesSync(partial, mtime, mtime);
  renameSync(partial, output);
}

function isCurrent(source, output) {
  if (!existsSync(output)) return false;
  return Math.abs(statSync(source).mtimeMs - statSync(output).mtimeMs) < 2;
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function removeStale(distDir, expected) {
  const stale = roots.flatMap((root) => filesBelow(join(distDir, root))).filter((file) => !expected.has(file));
  for (const file of stale) {
    rmSync(file, { force: true });
    removeEmptyFolders(dirname(file), distDir);
  }
  return stale.length;
}

/** An empty folder below src/api would still be taken for an API. */
function removeEmptyFolders(folder, distDir) {
  if (folder === distDir || !existsSync(folder) || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmptyFolders(dirname(folder), distDir);
}

const compilerNote = (distDir) => join(distDir, '.compiler');

function compilerIdentity(appDir) {
  const version = readFileSync(join(appDir, 'node_modules', '@swc', 'core', 'package.json'), 'utf8');
  return createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(version)
    .digest('hex');
}

function isFromThisCompiler(appDir, distDir) {
  const note = compilerNote(distDir);
  return existsSync(note) && readFileSync(note, 'utf8') === compilerIdentity(appDir);
}

function noteCompiler(appDir, distDir) {
  mkdirSync(distDir, { recursive: true });
  writeFileSync(compilerNote(distDir), compilerIdentity(appDir));
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const { written, removed, milliseconds } = compile(join(dirname(fileURLToPath(import.meta.url)), '..'));
  console.log(`compiled ${written} files, removed ${removed}, in ${milliseconds} ms`);
}
