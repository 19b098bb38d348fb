import type { Core } from '@strapi/strapi';
import type { Tx } from '../../adapters/postgres/sql';
import { txOn } from '../../adapters/postgres/tx-on';
import { deletePasswordResets } from '../../api/account/queries/password-reset';
import { endAllSessions } from '../../api/account/queries/sessions';
import { signInFacts } from '../../api/account/queries/sign-in-account';

/**
 * When staff change what an account signs in with, block it or remove it, whoever is signed in to it is out at once, of the API
 * and of the panel, and stays out when it is opened again. It commits together with the change.
 */
export function registerSessionEnd(strapi: Core.Strapi): void {
  strapi.documents.use(async (context, next) => {
    const { documentId } = context.params as { documentId?: unknown };
    const isWrite = context.action === 'update' || context.action === 'delete';
    if (context.uid !== 'plugin::users-permissions.user' || !isWrite || typeof documentId !== 'string') return next();
    return strapi.db.transaction(async ({ trx }): Promise<never> => {
      const tx = txOn((await trx.client.acquireConnection()) as Parameters<typeof txOn>[0]);
      const before = await signInFacts(tx, documentId);
      // The profile lets go of a removed account, and with it the way to its panel user is lost.
      if (before && context.action === 'delete') await endAccess(tx, before.userId);
      const result: unknown = await next();
      const after = await signInFacts(tx, documentId);
      const same = before?.passwordHash === after?.passwordHash && before?.email === after?.email;
      if (after && !(same && after.open)) await endAccess(tx, after.userId);
      return result as never;
    });
  });
}

async function endAccess(tx: Tx, userId: number): Promise<void> {
  await endAllSessions(tx, userId);
  await deletePasswordResets(tx, userId);
}
