import { LRUCache } from 'lru-cache';

export interface SharedLoadsOptions<V> {
  readonly maxBytes: number;
  /** Bytes that a value takes; null for one that is not to be kept. */
  readonly bytesOf: (value: V) => number | null;
  /** Whether a kept value still holds; left out: until its subject changes. */
  readonly isGood?: (value: V) => boolean;
}

/** Values by key, each about one subject, made once for all who ask at the same time, and kept until their subject changes. */
export interface SharedLoads<V> {
  get(key: string): V | undefined;
  load(key: string, subject: string, make: () => Promise<V>): Promise<V>;
  /** The subject has changed: what is kept of it goes, and what is being made of it is neither kept nor given to anyone who asks from now on. */
  drop(subject: string): void;
  dropAll(): void;
  /** Nothing is kept from the start, and until changes are heard; `close` drops all. */
  open(): void;
  close(): void;
  /** Whether all changes are heard is not sure: what is kept stays, but is given to nobody, until `trust`. */
  doubt(): void;
  trust(): void;
  readonly bytes: () => number;
}

interface Kept<V> {
  readonly value: V;
  readonly subject: string;
}

interface Flight<V> {
  readonly subject: string;
  readonly value: Promise<V>;
}

export function sharedLoads<V extends object>({
  maxBytes,
  bytesOf,
  isGood = () => true,
}: SharedLoadsOptions<V>): SharedLoads<V> {
  const keysOf = new Map<string, Set<string>>();
  const flights = new Map<string, Flight<V>>();
  let isOpen = false;
  let isTrusted = true;
  const kept = new LRUCache<string, Kept<V>>({
    maxSize: maxBytes,
    maxEntrySize: Math.ceil(maxBytes / 4),
    dispose: ({ subject }, key) => forgetKey(keysOf, subject, key),
    noDisposeOnSet: true,
  });

  const keep = (key: string, subject: string, value: V) => {
    const bytes = bytesOf(value);
    if (bytes === null) return;
    kept.set(key, { value, subject }, { size: bytes + ENTRY_BYTES + 2 * key.length });
    if (!kept.has(key)) return;
    const keys = keysOf.get(subject) ?? new Set();
    keysOf.set(subject, keys.add(key));
  };

  const get = (key: string): V | undefined => {
    const value = isTrusted ? kept.get(key)?.value : undefined;
    if (value === undefined || isGood(value)) return value;
    kept.delete(key);
    return undefined;
  };

  const dropAll = () => {
    flights.clear();
    kept.clear();
    keysOf.clear();
  };

  const take = async (key: string, subject: string, make: () => Promise<V>): Promise<V> => {
    // Only a flight that is still known when it ends has heard of no change on its way.
    const flight: Flight<V> = { subject, value: make() };
    flights.set(key, flight);
    try {
      const value = await flight.value;
      if (flights.get(key) === flight) keep(key, subject, value);
      return value;
    } finally {
      if (flights.get(key) === flight) flights.delete(key);
    }
  };

  return {
    get,
    async load(key, subject, make) {
      if (!isOpen || !isTrusted) return make();
      return get(key) ?? flights.get(key)?.value ?? take(key, subject, make);
    },
    drop(subject) {
      for (const [key, flight] of flights) if (flight.subject === subject) flights.delete(key);
      for (const key of keysOf.get(subject) ?? []) kept.delete(key);
      keysOf.delete(subject);
    },
    dropAll,
    open() {
      dropAll();
      isOpen = true;
      isTrusted = true;
    },
    close() {
      isOpen = false;
      dropAll();
    },
    doubt: () => void (isTrusted = false),
    trust: () => void (isTrusted = true),
    bytes: () => kept.calculatedSize,
  };
}

/** About what Maps and objects take for each entry. */
const ENTRY_BYTES = 400;

function forgetKey(keysOf: Map<string, Set<string>>, subject: string, key: string): void {
  const keys = keysOf.get(subject);
  keys?.delete(key);
  if (keys?.size === 0) keysOf.delete(subject);
}
