import type { Clock } from './domain/clock';
import type { Outcome, Refusal } from './domain/refusal';
import type { Database, Tx } from './adapters/postgres/sql';
import type { MarketplaceConfig } from './marketplace-config';
import type { Accounts } from './ports/accounts';
import type { HostAccounts } from './ports/host-accounts';
import type { Disputes } from './ports/disputes';
import type { ProviderBalances } from './ports/balances';
import type { KeptAnswers, KeptCounts } from './ports/kept-answers';
import type { PaymentProvider, ProviderEvents } from './ports/payments';
import type { SavedCards } from './ports/saved-cards';
import type { SearchDatabase } from './ports/search-database';
import type { TransferProvider } from './ports/transfers';

export * from './ports/accounts';
export * from './ports/balances';
export * from './ports/disputes';
export * from './ports/host-accounts';
export * from './ports/kept-answers';
export * from './ports/payments';
export * from './ports/saved-cards';
export * from './ports/search-database';
export * from './ports/transfers';

/**
 * What use cases need from the outside. src/index.ts makes the adapters and hands them in; no use case
 * imports an adapter's code.
 */

/** Who is calling. One account is guest and host; staff act through the admin panel; the rest is the machine itself. */
export type Actor =
  | {
      readonly kind: 'account';
      readonly userId: number;
      readonly hostId: number | null;
      readonly sessionId: string | null;
    }
  | { readonly kind: 'staff'; readonly adminId: number; readonly name: string }
  | { readonly kind: 'system'; readonly name: string };

export type AccountActor = Extract<Actor, { kind: 'account' }>;
export type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** The way in: kept on each booking event. */
export const doors = ['rest', 'graphql', 'admin', 'job', 'webhook', 'import'] as const;
export type Door = (typeof doors)[number];

/** Background work. The job commits together with the transaction that it is added in. */
export interface JobQueue {
  add(
    tx: Tx,
    task: string,
    payload: Record<string, unknown>,
    options?: { readonly key?: string; readonly queue?: string },
  ): Promise<void>;
}

/** Shared between instances where there is Redis, else within the process. Losing it never makes an answer wrong. */
export interface Cache {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  delete(keys: readonly string[]): Promise<void>;
}

export interface RateLimiter {
  /** Takes one from the allowance of `key`; a refusal (too_many) once it is used up. */
  take(rule: RateLimit, key: string): Promise<Refusal | null>;
}

/** `points` calls in `seconds`, for each account, or each address of anonymous callers. */
export interface RateLimit {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

export interface Mailer {
  send(mail: { readonly to: string; readonly subject: string; readonly text: string }): Promise<void>;
}

export type DocumentKind = 'pdf' | 'jpeg';

export interface PlainDocument {
  readonly kind: DocumentKind;
  readonly content: Buffer;
}

/** Pictures in the media library, stored in the sizes that apps ask for. */
export interface PhotoStore {
  /**
   * Decodes a picture that somebody sent and stores it anew as JPEG, without anything that was in the file beside it (EXIF).
   * Null where it is no picture of an allowed kind and size.
   */
  store(path: string, name: string): Promise<{ readonly fileId: number } | null>;
  /** The same picture, for those who keep it elsewhere than in the library. */
  plain(path: string): Promise<Buffer | null>;
  /** A paper for somebody outside: a PDF, or a picture as above. Null where it is neither. */
  document(path: string): Promise<PlainDocument | null>;
  /** A file that is gone already is no fault. */
  remove(fileId: number): Promise<void>;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Keyed hashing with the installation's secrets. */
export interface Secrets {
  /** HMAC-SHA-256 of a quote's canonical text, as hex. */
  signQuote(text: string): string;
  /** The token under which a home's calendar is read, from the seed that is stored, as hex. */
  calendarToken(seed: string): string;
  /** Encrypts what must come back as it was but is nobody else's to read. */
  seal(text: string): string;
  /** Null for what was sealed under another key, or was changed. */
  open(sealed: string): string | null;
  /** Tells two sealed texts that are the same, without opening them, as hex. */
  sealedHash(text: string): string;
}

/** Calendars on the public internet. Refusals carry a code each, and never the address: it is another platform's secret. */
export interface CalendarFeeds {
  /** Whether the address may be fetched at all, as its name resolves now. */
  check(url: URL): Promise<Outcome<null>>;
  /** The text that is there now. */
  fetch(url: URL): Promise<Outcome<string>>;
}

/** Sign-in to the admin panel without a second password. */
export interface PanelSessions {
  /** Sets the panel's cookies in the answer to the request being handled. `deviceId` ties the session to the sign-in behind it. */
  open(input: {
    readonly adminId: number;
    readonly deviceId: string;
  }): Promise<{ readonly url: string; readonly expiresAt: Date }>;
}

/** Everything a use case may need, made once per process. */
export interface Casita {
  readonly db: Database;
  readonly searchDb: SearchDatabase;
  readonly clock: Clock;
  readonly config: MarketplaceConfig;
  readonly accounts: Accounts;
  readonly jobs: JobQueue;
  readonly cache: Cache;
  readonly limiter: RateLimiter;
  readonly kept: KeptAnswers;
  readonly keptCounts: KeptCounts;
  readonly mailer: Mailer;
  readonly photos: PhotoStore;
  readonly secrets: Secrets;
  readonly feeds: CalendarFeeds;
  readonly payments: PaymentProvider;
  readonly transfers: TransferProvider;
  readonly paymentEvents: ProviderEvents;
  readonly savedCards: SavedCards;
  readonly hostAccounts: HostAccounts;
  /** What is told of hosts' accounts comes in another envelope, signed with a secret of its own. */
  readonly accountEvents: ProviderEvents;
  readonly disputes: Disputes;
  readonly balances: ProviderBalances;
  readonly panel: PanelSessions;
  readonly log: Log;
}
