import {
  strapiAccounts,
  type PasswordService,
  type SessionManager,
} from '../../../src/adapters/accounts/strapi-accounts';
import { keptSessions } from '../../../src/reads/kept-sessions';
import type { Sql } from '../../../src/adapters/postgres/sql';

const none: Sql = { query: async () => [] };
const noSessions = () =>
  ({ validateAccessToken: () => ({ isValid: false, payload: null }) }) as unknown as SessionManager;

/** The plugin's service with a hash that can be read, and with a note of each comparison. */
function notedPasswords() {
  const compared: string[] = [];
  const service: PasswordService = {
    ensureHashedPasswords: async ({ password }) => ({ password: `hash of ${password}` }),
    validatePassword: async (password, hash) => {
      compared.push(hash);
      return hash === `hash of ${password}`;
    },
  };
  return {
    compared,
    accounts: strapiAccounts({
      sql: none,
      known: keptSessions(Date.now),
      sessions: noSessions,
      passwords: () => service,
    }),
  };
}

test('an unknown account costs one comparison, as a known one does, and is never right', async () => {
  const { compared, accounts } = notedPasswords();
  expect(await accounts.checkPassword('secret', 'hash of secret')).toBe(true);
  expect(await accounts.checkPassword('wrong', 'hash of secret')).toBe(false);
  expect(await accounts.checkPassword('secret', null)).toBe(false);
  expect(compared).toHaveLength(3);
  const decoy = compared[2]?.replace('hash of ', '') ?? '';
  // Even who guessed the decoy's password would not get in.
  expect(await accounts.checkPassword(decoy, null)).toBe(false);
  expect(new Set(compared.slice(2)).size).toBe(1);
});

test('a token that the session manager does not know costs no statement', async () => {
  const refused: Sql = { query: () => Promise.reject(new Error('asked the database')) };
  const accounts = strapiAccounts({
    sql: refused,
    known: keptSessions(Date.now),
    sessions: noSessions,
    passwords: () => notedPasswords() as never,
  });
  expect(await accounts.identify('forged')).toBeNull();
});
