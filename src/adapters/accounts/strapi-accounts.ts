import { randomBytes } from 'node:crypto';
import { identifySession } from '../../api/account/queries/identify-session';
import { endSession } from '../../api/account/queries/sessions';
import type { Accounts, KnownSession, KnownSessions, SessionTokens } from '../../ports';
import type { Sql } from '../postgres/sql';

/** What we use of Strapi's session manager for one origin. */
export interface SessionManager {
  validateAccessToken(token: string): { isValid: boolean; payload: AccessPayload | null };
  validateRefreshToken(token: string): Promise<{ isValid: boolean; userId?: string; sessionId?: string }>;
  generateRefreshToken(
    userId: string,
    deviceId: string | undefined,
    options: { type: 'refresh' },
  ): Promise<{ token: string }>;
  generateAccessToken(refreshToken: string): Promise<{ token: string } | { error: string }>;
  rotateRefreshToken(refreshToken: string): Promise<{ token: string; sessionId: string } | { error: string }>;
}

interface AccessPayload {
  readonly userId: string;
  readonly sessionId: string;
  /** Seconds since 1970. */
  readonly exp: number;
}

/** What we use of the users-permissions plugin's user service. */
export interface PasswordService {
  validatePassword(password: string, hash: string): Promise<boolean>;
  ensureHashedPasswords(values: { password: string }): Promise<{ password: string }>;
}

/** Asked for at each call: Strapi defines the origin only at the end of its start. */
export interface StrapiAccountsOptions {
  readonly sql: Sql;
  readonly sessions: () => SessionManager;
  readonly passwords: () => PasswordService;
  readonly known: KnownSessions;
}

/** Accounts on the users-permissions plugin: its table, its password hashes, its sessions; our rule of what a token is good for. */
export function strapiAccounts({ sql, sessions, passwords, known }: StrapiAccountsOptions): Accounts {
  const hashPassword = async (password: string) => (await passwords().ensureHashedPasswords({ password })).password;
  let decoy: Promise<string> | undefined;

  /** A token that is known was checked before, by the same text: its signature need not be checked again. */
  const sessionOf = async (token: string): Promise<KnownSession | null> => {
    const kept = known.get(token);
    if (kept) return kept;
    const { isValid, payload } = sessions().validateAccessToken(token);
    return isValid && payload ? known.load(token, payload.userId, () => lookUp(sql, payload)) : null;
  };

  return {
    hashPassword,

    async checkPassword(password, hash) {
      // Nobody knows the decoy's password; comparing with it costs what comparing with a real one does.
      decoy ??= hashPassword(randomBytes(32).toString('base64url'));
      const right = await passwords().validatePassword(password, hash ?? (await decoy));
      return right && hash !== null;
    },

    identify: async (token) => (await sessionOf(token))?.actor ?? null,

    roleOf: async (token) => (await sessionOf(token))?.roleId ?? null,

    async openSession(userId) {
      const { token } = await sessions().generateRefreshToken(String(userId), undefined, { type: 'refresh' });
      const tokens = await withAccess(sessions(), token);
      if (!tokens) throw new Error('a session that was just opened gave no access token');
      return tokens;
    },

    async refreshSession(refreshToken) {
      const current = await sessions().validateRefreshToken(refreshToken);
      if (!current.isValid || !current.userId || !current.sessionId) return null;
      if (!(await identifySession(sql, current.sessionId, current.userId))) return null;
      const next = await sessions().rotateRefreshToken(refreshToken);
      if ('error' in next) return null;
      // Signed out in between: the successor was not there yet when its forerunner was ended.
      if (!(await identifySession(sql, current.sessionId, current.userId))) {
        await endSession(sql, Number(current.userId), next.sessionId);
        return null;
      }
      return withAccess(sessions(), next.token);
    },
  };
}

async function lookUp(sql: Sql, { sessionId, userId, exp }: AccessPayload): Promise<KnownSession | null> {
  const account = await identifySession(sql, sessionId, userId);
  if (!account) return null;
  const actor = { kind: 'account', userId: account.userId, hostId: account.hostId, sessionId } as const;
  return { actor, roleId: account.roleId, endsMs: Math.min(account.endsMs, exp * 1_000) };
}

async function withAccess(sessions: SessionManager, refreshToken: string): Promise<SessionTokens | null> {
  const access = await sessions.generateAccessToken(refreshToken);
  return 'error' in access ? null : { jwt: access.token, refreshToken };
}
