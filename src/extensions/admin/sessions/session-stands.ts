import type { Core } from '@strapi/strapi';
import type { Casita } from '../../../ports';
import { readPanelAccount } from '../queries/read-panel-account';

/**
 * Whether a host's panel session is still good: it ends at once, and not at its own expiry, when the account behind it
 * is blocked or gone, and when the sign-in that opened it has ended.
 */
export async function panelSessionStands(
  strapi: Core.Strapi,
  adminId: number,
  sessionId: string | null,
): Promise<boolean> {
  const { db } = strapi.get('casita') as Casita;
  const account = await readPanelAccount(db, adminId, sessionId);
  if (account === null || account.blocked) return false;
  return !account.openedFromAccount || account.signedIn;
}
