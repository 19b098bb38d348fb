import { Client } from 'pg';

/** A statement that was sent to PostgreSQL. */
export interface Sent {
  readonly text: string;
  /** The name under which its connection keeps its plan; null: it was planned anew. */
  readonly plan: string | null;
}

/** Statements that were under way together on a connection that does not wait between them: one round trip. */
export type RoundTrip = Sent[];

interface Asked {
  readonly text: string;
  readonly name?: string;
  readonly values?: readonly unknown[];
}

/** What this process asks of PostgreSQL while `work` runs, on whatever connections. Nothing else may be going on in it. */
export async function roundTripsOf(work: () => Promise<unknown>): Promise<RoundTrip[]> {
  const trips: RoundTrip[] = [];
  let underWay = 0;
  const { query } = Client.prototype;
  const listening = function (this: Client, asked: string | Asked, ...rest: unknown[]): unknown {
    const { text, name = null } = typeof asked === 'string' ? { text: asked } : asked;
    if (underWay === 0 || !this.pipeline) trips.push([]);
    trips.at(-1)?.push({ text, plan: name });
    underWay += 1;
    const ended = () => void (underWay -= 1);
    const answered = rest.at(-1);
    if (typeof answered === 'function') {
      const last = (...answer: unknown[]): unknown => {
        ended();
        return Reflect.apply(answered, this, answer);
      };
      return Reflect.apply(query, this, [asked, ...rest.slice(0, -1), last]);
    }
    const done = Reflect.apply(query, this, [asked, ...rest]) as unknown as Promise<unknown>;
    done.then(ended, ended);
    return done;
  };
  Client.prototype.query = listening as typeof query;
  try {
    await work();
  } finally {
    Client.prototype.query = query;
  }
  return trips;
}
