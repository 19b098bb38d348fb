import { LRUCache } from 'lru-cache';
import type { Temporal } from 'temporal-polyfill';
import type { JsonEntry } from '../contract/operation';
import type { GuestCounts } from '../domain/guests';
import type { StayDates } from '../domain/night';
import { perMarketplace, type Shower } from './per-marketplace';
import { priceHomes } from './price-homes';
import type { FoundHome } from './queries/found-homes';
import { homesInFull, type CardTexts, type HomeInFull } from './queries/home-details';
import type { HomeSearch } from './search-query';
import { shownPrice } from './shown-home';

/** A home as the list shows it. */
export interface ShownHome extends JsonEntry<object> {
  /** Of the stay, in minor units; null without dates. */
  readonly total: number | null;
  /** Of the row that it was made of; null for a new listing, whose price hangs on more: on the bookings that it has had. */
  readonly version: string | null;
}

/** What a home's row said when it was last read, and what was made of it. */
interface KnownHome {
  readonly version: string;
  readonly card: JsonEntry<object>;
  /** By what else it hangs on; null where the domain did not confirm the stay. */
  readonly shown: Map<string, ShownHome | null>;
}

/** Some 7 kB each, with its stays. */
const HOMES_MAX = 4_000;
/** Dates and guests that one home is shown for. */
const SHOWN_MAX = 12;

type KnownHomes = LRUCache<number, KnownHome>;

const knownTo = perMarketplace((): KnownHomes => new LRUCache({ max: HOMES_MAX }));

type Found = Omit<FoundHome, 'key'>;

/**
 * The homes as they are shown, in their order; null for those that the domain does not confirm. The same homes are found again and again,
 * so what was made of a home is kept, and holds as long as the search finds the same version of its row: whatever changes a home, its
 * calendar or its nights writes the row anew, in the same transaction. Others are read anew, card and price of one instant.
 */
export async function showHomes(
  app: Shower,
  search: HomeSearch,
  now: Temporal.Instant,
  found: readonly Found[],
): Promise<(ShownHome | null)[]> {
  const homes = knownTo(app);
  const occasionOf = occasions(search, now);
  const shown = found.map((home) => {
    const known = homes.get(home.property_id);
    return known?.version === home.version ? known.shown.get(occasionOf(home).key) : undefined;
  });
  const unknown = found.filter((_, at) => shown[at] === undefined);
  if (unknown.length === 0) return shown as (ShownHome | null)[];
  const wanted = unknown.map((home) => ({ property_id: home.property_id, stay: occasionOf(home).stay }));
  const read = new Map((await homesInFull(app.searchDb, wanted)).map((home) => [home.property_id, home]));
  return found.map((place, at) => {
    const home = read.get(place.property_id);
    return shown[at] ?? (home ? show(app, homes, home, occasionOf(place)) : null);
  });
}

/** What is shown of a home for whom and when. */
interface Occasion {
  readonly stay: StayDates | null;
  readonly guests: GuestCounts;
  readonly now: Temporal.Instant;
  /** What a price hangs on beside the home's row. */
  readonly key: string;
}

function occasions({ stays, guests }: HomeSearch, now: Temporal.Instant): (home: Found) => Occasion {
  const occasion = (stay: StayDates | null) => ({ stay, guests, now, key: keyOf(stay, guests, now) });
  const usual = occasion(stays[0] ?? null);
  return ({ check_in: checkIn, check_out: checkOut }) =>
    checkIn && checkOut ? occasion({ checkIn, checkOut }) : usual;
}

/** Days begin at a quarter of an hour everywhere; the statement that finds asks for the hour. */
export const quarterOf = (now: Temporal.Instant): number => Math.floor(now.epochMilliseconds / (15 * 60_000));

function keyOf(stay: StayDates | null, guests: GuestCounts, now: Temporal.Instant): string {
  if (!stay) return '';
  const { adults, children, infants, pets } = guests;
  return `${stay.checkIn} ${stay.checkOut} ${adults} ${children} ${infants} ${pets} ${quarterOf(now)}`;
}

function show(
  { config }: Shower,
  homes: KnownHomes,
  home: HomeInFull,
  { stay, guests, now, key }: Occasion,
): ShownHome | null {
  const last = homes.get(home.property_id);
  const isSame = last?.version === home.version;
  const current = last && isSame ? last : { version: home.version, card: cardOf(home), shown: new Map<string, ShownHome | null>() }; // prettier-ignore
  const price = stay ? (priceHomes({ config, now }, [home], guests)[0]?.price ?? null) : null;
  const version = home.bookings == null ? home.version : null;
  const shown = stay && !price ? null : entryOf(version, current.card, shownPrice(home, price));
  if (version === null) return shown;
  if (current.shown.size >= SHOWN_MAX) current.shown.clear();
  current.shown.set(key, shown);
  if (!isSame) homes.set(home.property_id, current);
  return shown;
}

/** An object that is not closed yet: its price comes at its end. */
function cardOf({ card, photos }: CardTexts): JsonEntry<object> {
  const bytes = Buffer.from(`${card.slice(0, -1)},"photos":${photos}`);
  let read: object | undefined;
  return { pieces: [bytes], read: () => (read ??= JSON.parse(`${bytes.toString()}}`) as object) };
}

/** In one piece, as it is kept: else it would keep the texts that it was made of. There are many: as bytes they would take twice the memory. */
const shortText = (text: string): string => Buffer.from(text).toString();

function entryOf(version: string | null, card: JsonEntry<object>, price: ReturnType<typeof shownPrice>): ShownHome {
  return {
    total: price.stay?.total.amount ?? null,
    version,
    pieces: [...card.pieces, shortText(`,${JSON.stringify(price).slice(1)}`)],
    read: () => ({ ...card.read(), ...price }),
  };
}
