/** Where results go: JSON that later runs add to, pictures, and the tables of docs/performance.md. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appDir } from '../../scripts/prepare.mjs';
import { plotsOf } from './plots.mjs';
import { asText, figureTable, machine, ratioTable } from './report.mjs';

/** @typedef {{ machine: object, postgres: object, rows: (import('./bench.mjs').Row & { at: string })[] }} Results */

/**
 * A row that is measured again takes the place of what it was; the others stay, each with the time at which it was seen.
 * @returns {Results} all that is known
 */
export function keepResults(folder, rows, settings) {
  mkdirSync(join(folder, 'plots'), { recursive: true });
  const file = join(folder, 'results.json');
  const keyOf = ({ id, homes }) => `${id} ${homes}`;
  const known = new Map(
    (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).rows : []).map((row) => [keyOf(row), row]),
  );
  const at = new Date().toISOString();
  for (const row of rows) known.set(keyOf(row), { ...row, at });
  const results = { machine: machine(), postgres: settings, rows: inOrder([...known.values()]) };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  for (const [name, svg] of Object.entries(plotsOf(results.rows))) writeFileSync(join(folder, 'plots', name), svg);
  return results;
}

const order = ['search', 'scale', 'sql', 'home page', 'signed in', 'stock', 'bookings', 'start', 'memory'];

/** As the parts come, however they were run. */
const inOrder = (rows) => {
  const place = ({ id }) => order.findIndex((start) => id.startsWith(start));
  const boxOf = ({ id }) => Number(/\d+$/.exec(id)?.[0] ?? 0);
  return rows.sort((a, b) => place(a) - place(b) || a.homes - b.homes || boxOf(a) - boxOf(b));
};

/** Puts all that is known into docs/performance.md, between its marks, and the pictures beside it. @param {Results} results */
export function writeDocs(results) {
  const page = join(appDir, 'docs/performance.md');
  const days = results.rows.map(({ at }) => at.slice(0, 10)).sort();
  const { processor, cores, memoryGb, node } = results.machine;
  const seen = days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`;
  const parts = {
    machine: `${cores} cores (${processor}), ${memoryGb} GB, Node ${node}, ${seen}.`,
    ratios: asText(ratioTable(results.rows)),
    figures: asText(figureTable(results.rows)),
  };
  let text = readFileSync(page, 'utf8');
  for (const [name, content] of Object.entries(parts)) {
    const marked = new RegExp(`(<!-- bench-${name} -->)[\\s\\S]*?(<!-- /bench-${name} -->)`);
    if (!marked.test(text)) throw new Error(`docs/performance.md has no place for ${name}`);
    text = text.replace(marked, `$1\n\n${content}\n\n$2`);
  }
  writeFileSync(page, text);
  mkdirSync(join(appDir, 'docs/performance'), { recursive: true });
  for (const [name, svg] of Object.entries(plotsOf(results.rows))) {
    writeFileSync(join(appDir, 'docs/performance', name), svg);
  }
}
