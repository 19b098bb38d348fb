import type { Temporal } from 'temporal-polyfill';

/** Values of a statement in the order in which they are named; `put` returns the place ($1, $2 …). */
export class Values {
  readonly list: unknown[] = [];
  readonly #moments: number[] = [];

  put(value: unknown, type: string): string {
    this.list.push(asSent(value));
    return `$${this.list.length}::${type}`;
  }

  /** The moment of asking. */
  putMoment(now: Temporal.Instant): string {
    this.#moments.push(this.list.length);
    return this.put(isoOf(now), 'timestamptz');
  }

  /** The same values at another moment. */
  at(now: Temporal.Instant): unknown[] {
    const list = this.list.slice();
    for (const place of this.#moments) list[place] = isoOf(now);
    return list;
  }
}

/** A statement that is asked again need not make it anew. */
function asSent(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  const isNumbers = Array.isArray(value) && value.every((each) => typeof each === 'number');
  return isNumbers ? `{${value.join()}}` : value;
}

let asked: Temporal.Instant | undefined;
let askedText = '';

/** To the millisecond, which clocks have; Temporal's own text costs ten times as much. What is asked within one millisecond is asked at the same instant. */
export function isoOf(now: Temporal.Instant): string {
  if (now !== asked) [asked, askedText] = [now, new Date(now.epochMilliseconds).toISOString()];
  return askedText;
}
