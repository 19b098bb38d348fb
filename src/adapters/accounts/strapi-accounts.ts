import { randomBytes } from 'node:crypto';
import { identifySession } from '../../api/account/queries/identify-session';
import { endSession } from '../../api/account/queries/sessions';
import type { AccountActor, Accounts, SessionTokens } from '../../ports';
import type { Sql } from '../postgres/sql';

/** What we use of Strapi's session manager for one origin. */
export interface SessionManager {
  validateAccessToken(token: string): { isValid: boolean; payload: { userId: string; sessionId: string } | null };
  validateRefreshToken(token: string): Promise<{ isValid: boolean; userId?: string; sessionId?: string }>;
  generateRefreshToken(
    userId: string,
    deviceId: string | undefined,
    options: { type: 'refresh' },
  ): Promise<{ token: string }>;
  generateAccessToken(refreshToken: string): Promise<{ token: string } | { error: string }>;
  rotateRefreshToken(refreshToken: string): Promise<{ token: string; sessionId: string } | { error: string }>;
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
}

/** Accounts on the users-permissions plugin: its table, its password hashes, its sessions; our rule of what a token is good for. */
export function strapiAccounts({ sql, sessions, passwords }: StrapiAccountsOptions): Accounts {
  const hashPassword = async (password: string) => (await passwords().ensureHashedPasswords({ password })).password;
  let decoy: Promise<string> | undefined;

  return {
    hashPassword,

    async checkPassword(password, hash) {
      // Nobody knows the decoy's password; comparing with it costs what comparing with a real one does.
      decoy ??= hashPassword(randomBytes(32).toString('base64url'));
      const right = await passwords().validatePassword(password, hash ?? (await decoy));
      return right && hash !== null;
    },

    async identify(token): Promise<AccountActor | null> {
      const { isValid, payload } = sessions().validateAccessToken(token);
      if (!isValid || !payload) return null;
      const account = await identifySession(sql, payload.sessionId, payload.userId);
      return account ? { kind: 'account', ...account, sessionId: payload.sessionId } : null;
    },

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

async function withAccess(sessions: SessionManager, refreshToken: string): Promise<SessionTokens | null> {
  const access = await sessions.generateAccessToken(refreshToken);
  return 'error' in access ? null : { jwt: access.token, refreshToken };
}
