/** What a reader may ask to come along with a home, and with what comes along: nothing else is followed. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  host: ['photo'],
  amenities: [],
  address: [],
  capacity: [],
  prices: [],
  discounts: [],
  bookingRules: [],
  houseRules: [],
};

/** The first part of a `populate` parameter that is not allowed, by its path; null when all is well. Takes every shape that Strapi takes. */
export function breachOfPopulate(populate: unknown): string | null {
  return breach(populate, 'populate', (name) => allowed[name] ?? null);
}

type Below = (name: string) => readonly string[] | null;

function breach(populate: unknown, path: string, below: Below): string | null {
  if (populate === undefined || populate === '*' || populate === true || populate === 'true') return null;
  if (typeof populate === 'string')
    return firstBreach(populate.split(','), (name) => breachOfPath(name.trim(), path, below));
  if (Array.isArray(populate))
    return firstBreach(populate, (item) => (typeof item === 'string' ? breach(item, path, below) : path));
  if (populate === null || typeof populate !== 'object') return path;
  return firstBreach(Object.entries(populate), ([name, value]) => breachOfEntry(name, value, path, below));
}

/** `a.b`: a, with b of it. */
function breachOfPath(dotted: string, path: string, below: Below): string | null {
  if (dotted === '*') return null;
  const [name = '', ...rest] = dotted.split('.');
  const nested = below(name);
  if (nested === null) return `${path}.${name}`;
  return rest.length === 0 ? null : breachOfPath(rest.join('.'), `${path}.${name}`, within(nested));
}

function breachOfEntry(name: string, value: unknown, path: string, below: Below): string | null {
  // populate[0]=host arrives as an object when there are many.
  if (/^\d+$/.test(name)) return typeof value === 'string' ? breachOfPath(value, path, below) : `${path}.${name}`;
  const nested = below(name);
  const own = `${path}.${name}`;
  if (nested === null) return own;
  if (value === null || typeof value !== 'object') return isFlag(value) ? null : breach(value, own, within(nested));
  const options = value as Record<string, unknown>;
  const unknown = Object.keys(options).find((option) => option !== 'fields' && option !== 'populate');
  return unknown === undefined ? breach(options['populate'], own, within(nested)) : `${own}.${unknown}`;
}

const isFlag = (value: unknown): boolean => ['true', 'false', '*', true, false].includes(value as string);

const within =
  (names: readonly string[]): Below =>
  (name) =>
    names.includes(name) ? [] : null;

function firstBreach<T>(items: readonly T[], of: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = of(item);
    if (found !== null) return found;
  }
  return null;
}
