/** A small registry in Prometheus' text format (exposition format 0.0.4): counters, a histogram, and gauges read when asked. */
export interface Metrics {
  /** @param seconds from the first byte of the request to the end of the answer */
  observe(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  text(): Promise<string>;
}

const bucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Beyond this, routes are counted together: names come from requests, and memory must not. */
const SERIES_MAX = 1_000;

interface Series {
  readonly labels: string;
  /** Of each bound, those that took so long and longer than the bound before. */
  readonly within: number[];
  count: number;
  seconds: number;
}

export function metrics(): Metrics {
  const series = new Map<string, Series>();
  const gauges: { readonly name: string; readonly help: string; readonly read: () => number | Promise<number> }[] = [];

  const seriesFor = (labels: string): Series => {
    const key = series.size >= SERIES_MAX && !series.has(labels) ? 'route="other"' : labels;
    const known = series.get(key) ?? { labels: key, within: bucketsSeconds.map(() => 0), count: 0, seconds: 0 };
    series.set(key, known);
    return known;
  };

  /** By what is asked as it is: making labels of it each time would cost more than counting. */
  const asked = new Map<string, Series>();
  const seriesOf = (method: string, route: string, status: number): Series => {
    const name = `${status} ${method} ${route}`;
    const known = asked.get(name);
    if (known) return known;
    const made = seriesFor(`method="${label(method)}",route="${label(route)}",status="${status}"`);
    if (asked.size < SERIES_MAX) asked.set(name, made);
    return made;
  };

  return {
    observe({ method, route, status, seconds }) {
      const one = seriesOf(method, route, status);
      one.count += 1;
      one.seconds += seconds;
      const bucket = bucketsSeconds.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) one.within[bucket] = (one.within[bucket] ?? 0) + 1;
    },
    gauge: (name, help, read) => void gauges.push({ name, help, read }),
    text: async () => [...(await gaugeLines(gauges)), ...histogramLines([...series.values()])].join('\n') + '\n',
  };
}

const label = (value: string): string => value.replace(/[\\"\n]/g, '_');

async function gaugeLines(
  gauges: readonly { name: string; help: string; read: () => number | Promise<number> }[],
): Promise<string[]> {
  const lines = await Promise.all(
    gauges.map(async ({ name, help, read }) => {
      const value = await Promise.resolve(read()).catch(() => Number.NaN);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${Number.isNaN(value) ? 'NaN' : value}`];
    }),
  );
  return lines.flat();
}

function histogramLines(all: readonly Series[]): string[] {
  const name = 'casita_http_request_seconds';
  const upTo = (within: readonly number[], last: number) => within.slice(0, last + 1).reduce((a, b) => a + b, 0);
  const lines = all.flatMap(({ labels, within, count, seconds }) => [
    ...bucketsSeconds.map((bound, index) => `${name}_bucket{${labels},le="${bound}"} ${upTo(within, index)}`),
    `${name}_bucket{${labels},le="+Inf"} ${count}`,
    `${name}_sum{${labels}} ${seconds}`,
    `${name}_count{${labels}} ${count}`,
  ]);
  return [`# HELP ${name} Requests by route and status, and how long they took`, `# TYPE ${name} histogram`, ...lines];
}
