/** One run of the benchmark: compares, keeps what was seen, and says whether it is enough. */
import { ask } from './load.mjs';
import { inTurn, ratio, typical } from './rounds.mjs';

/**
 * @typedef {{ of: string, to?: string, figure?: 'perSecond' | 'p50', atLeast?: number, atMost?: number, ratio?: number }} Ratio
 * @typedef {{ id: string, what: string, homes: number, figures: Record<string, Partial<import('./load.mjs').Figures>>, ratios: Ratio[] }} Row
 * @typedef {ReturnType<typeof newBench>} Bench
 */

/** Code is compiled for good once it has run for some seconds; an app has more of it than the bare servers, and runs for weeks. */
const warmUpSeconds = 10;

/** @param {{ server: object, sizes: number[], rounds: number, seconds: number, say(line: string): void }} options */
export function newBench(options) {
  const { rounds, seconds, say } = options;
  /** @type {Row[]} */
  const rows = [];
  const add = (row) => {
    rows.push(row);
    for (const each of row.ratios) say(`  → ${describe(each)}`);
  };

  /**
   * Asks the contestants in turn and keeps the medians.
   * @param {{ id: string, what: string, homes: number, contestants: Record<string, [import('./servers.mjs').Server, import('./load.mjs').Ask[]]>, ratios: Ratio[] }} comparison
   */
  async function compare({ contestants, ratios, ...row }) {
    for (const [server, asks] of Object.values(contestants))
      await ask(server.url, asks, Math.min(warmUpSeconds, 3 * seconds));
    const turns = Object.fromEntries(
      Object.entries(contestants).map(([name, [server, asks]]) => [name, () => ask(server.url, asks, seconds)]),
    );
    await takeTurns({ ...row, ratios, turns });
  }

  /** The same, of whatever takes a turn. */
  async function takeTurns({ turns, ratios, ...row }) {
    const seen = await inTurn(turns, { rounds, say });
    add({
      ...row,
      figures: Object.fromEntries(Object.entries(seen).map(([name, each]) => [name, typical(each)])),
      ratios: ratios.map((each) => ({ ...each, ratio: ratio(seen[each.of], seen[each.to], each.figure) })),
    });
  }

  return { ...options, rows, add, compare, takeTurns };
}

/** A ratio of two, or with nothing beside it a figure of one. */
export const describe = ({ of, to, figure, ratio: value }) =>
  to === undefined
    ? `${of}: ${value.toFixed(2)}`
    : `${of} against ${to}${figure === 'p50' ? ' (time)' : ''}: ${value.toFixed(2)}`;

/** Whether a ratio is what it must be; undefined where nothing is asked of it. */
export function isEnough({ ratio: value, atLeast, atMost }) {
  if (atLeast !== undefined) return value >= atLeast;
  return atMost === undefined ? undefined : value <= atMost;
}
