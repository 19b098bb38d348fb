import type { AccountActor } from '../ports';

export interface Accounts {
  /** Turns a bearer token into an account; null when the token, its session or its account is no longer good. */
  identify(token: string): Promise<AccountActor | null>;
  /** The id of the role that Strapi's generated reads are made with for this token; null as above, or where it has none. */
  roleOf(token: string): Promise<number | null>;
  openSession(userId: number): Promise<SessionTokens>;
  /** The next tokens of a session; null when its refresh token was used, ended or has run out. */
  refreshSession(refreshToken: string): Promise<SessionTokens | null>;
  hashPassword(password: string): Promise<string>;
  /** Always one comparison, also where there is no hash: a known and an unknown account take the same time. */
  checkPassword(password: string, hash: string | null): Promise<boolean>;
}

/** `jwt` is Strapi's name of the access token. */
export interface SessionTokens {
  readonly jwt: string;
  readonly refreshToken: string;
}

export interface KnownSession {
  readonly actor: AccountActor;
  readonly roleId: number | null;
  /** When the session or its token ends, whichever is first: milliseconds since 1970, on the machine's time. */
  readonly endsMs: number;
}

/** What was looked up of sessions, for as long as it is sure to hold. A session that is not good is never kept. */
export interface KnownSessions {
  get(token: string): KnownSession | null;
  load(token: string, userId: string, look: () => Promise<KnownSession | null>): Promise<KnownSession | null>;
}
