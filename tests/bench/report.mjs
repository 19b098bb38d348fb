/** What was seen, as tables. */
import { cpus, totalmem } from 'node:os';
import { isEnough } from './bench.mjs';

const number = (value, digits = 1) =>
  value === undefined || value === null
    ? ''
    : value.toLocaleString('en', { maximumFractionDigits: value >= 100 ? 0 : digits });

const wantedOf = ({ atLeast, atMost }) =>
  atLeast !== undefined ? `≥ ${atLeast}` : atMost !== undefined ? `≤ ${atMost}` : '';

const verdictOf = (ratio) => ({ true: 'yes', false: 'no' })[String(isEnough(ratio))] ?? '';

/** @param {import('./bench.mjs').Row[]} rows @returns {string[][]} */
export const ratioTable = (rows) => [
  ['what', 'homes', 'compared', 'ratio', 'wanted', 'met'],
  ...rows.flatMap(({ what, homes, ratios }) =>
    ratios.map((each) => [
      what,
      number(homes),
      each.to === undefined ? each.of : `${each.of} / ${each.to}`,
      number(each.ratio, 2),
      wantedOf(each),
      verdictOf(each),
    ]),
  ),
];

/** @param {import('./bench.mjs').Row[]} rows @returns {string[][]} */
export const figureTable = (rows) => [
  ['what', 'homes', 'who', 'requests/s', 'p50 ms', 'p95 ms', 'p99 ms', 'errors'],
  ...rows.flatMap(({ what, homes, figures }) =>
    Object.entries(figures)
      .filter(([, each]) => each.p50 !== undefined)
      .map(([who, { perSecond, p50, p95, p99, notOk }]) => [
        what,
        number(homes),
        who,
        number(perSecond),
        number(p50, 2),
        number(p95, 2),
        number(p99, 2),
        number(notOk),
      ]),
  ),
];

/** Markdown that also reads well on a terminal. */
export function asText(table) {
  const widths = table[0].map((_, column) => Math.max(3, ...table.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(table[0]), line(widths.map((width) => '-'.repeat(width))), ...table.slice(1).map(line)].join('\n');
}

export function machine() {
  const [first] = cpus();
  return {
    processor: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}
