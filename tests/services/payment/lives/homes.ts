import { makePayable } from '../../payout/paid-hosts';
import type { AccountActor } from '../../../../src/ports';
import type { TestCasita } from '../../support/casita';
import { makeAccount, makeHome, type TestHome } from '../../support/world';
import type { Kind } from './life';

const GUESTS = 40;
/** What one host's stay leaves them owing is taken out of what others bring. */
const HOMES_A_HOST = 8;

export interface Place {
  readonly home: TestHome;
  readonly guest: AccountActor;
  readonly currency: string;
}

/** The homes of a world, each let once in a batch of lives; what a later batch needs again is there. */
export class Homes {
  readonly #world: TestCasita;
  readonly #name: string;
  readonly #pools = new Map<string, TestHome[]>();
  readonly #guests: AccountActor[] = [];
  #made = 0;
  #used = new Map<string, number>();

  constructor(world: TestCasita, name: string) {
    this.#world = world;
    this.#name = name;
  }

  /** A new batch: every home is free again. */
  beginBatch(): void {
    this.#used = new Map();
  }

  async placeFor(kind: Kind, throwDice: () => number): Promise<Place> {
    const currency = throwDice() < 0.25 ? 'USD' : 'EUR';
    const someone = Math.floor(throwDice() * GUESTS);
    const home = kind.isHostNew ? await this.#make(kind, currency, null) : await this.#fromPool(kind, currency);
    const guest = kind.isGuestNew ? await makeAccount(this.#world.app) : await this.#guest(someone);
    return { home, guest, currency };
  }

  async #guest(place: number): Promise<AccountActor> {
    return (this.#guests[place] ??= await makeAccount(this.#world.app));
  }

  async #fromPool(kind: Kind, currency: string): Promise<TestHome> {
    const name = `${kind.isRequest ? 'request' : 'instant'} ${currency}`;
    const pool = this.#pools.get(name) ?? [];
    this.#pools.set(name, pool);
    const place = this.#used.get(name) ?? 0;
    this.#used.set(name, place + 1);
    return (pool[place] ??= await this.#makeShared(kind, currency));
  }

  async #makeShared(kind: Kind, currency: string): Promise<TestHome> {
    const place = this.#made;
    this.#made += 1;
    const home = await this.#make(kind, currency, `${this.#name}-host-${Math.floor(place / HOMES_A_HOST)}`);
    if (place % HOMES_A_HOST === 0) await makePayable(this.#world, home.hostId);
    return home;
  }

  /** @param host whose it is; null: a host's who has no other */
  #make(kind: Kind, currency: string, host: string | null): Promise<TestHome> {
    const instantBook = kind.isRequest !== true;
    const bookingRules = { instantBook, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' } as const;
    const of = host === null ? {} : { host: { sourceId: host, displayName: 'Ana' } };
    return makeHome(this.#world.app, { bookingRules, currency, ...of });
  }
}
