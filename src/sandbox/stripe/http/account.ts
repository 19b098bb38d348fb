import type { IncomingMessage } from 'node:http';
import type { Sql } from '../../../adapters/postgres/sql';
import { findObject } from '../queries/find-object';
import { noAccess } from './problem';

/** The connected account that a call is made for: `Stripe-Account`, or `Stripe-Context` as the SDK sends it when it fetches what an event names. */
export function readAccount(req: IncomingMessage): string | null {
  const given = req.headers['stripe-account'] ?? req.headers['stripe-context'];
  return given === undefined || given === '' ? null : String(given);
}

export async function findAccount(sql: Sql, id: string | null): Promise<void> {
  if (id === null) return;
  const account = await findObject(sql, 'v2.core.account', id);
  if (account === undefined || account.body.closed === true) throw noAccess(id);
}
