import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { AccountRequirement, HostAccountState } from '../../../domain/host-account';

export async function insertHostAccount(
  tx: Tx,
  account: {
    readonly hostId: number;
    readonly country: string;
    readonly contactEmail: string;
    readonly checkAt: string;
    readonly now: string;
  },
): Promise<void> {
  await tx.query(
    `insert into host_account (host_id, country, contact_email, state_since, check_at, created_at) values ($1, $2, $3, $5, $4, $5)`,
    [account.hostId, account.country, account.contactEmail, account.checkAt, account.now],
  );
}

/** The provider would not make it: there is none. */
export async function deleteUnmadeAccount(tx: Tx, hostId: number): Promise<void> {
  await tx.query(`delete from host_account where host_id = $1 and state = 'creating'`, [hostId]);
}

/**
 * Takes the number of a look at the account, before it is made. Whatever comes of the look, the next one is not before `checkAt`: all
 * get their turn. Null where there is nothing to look at.
 */
export async function beginLook(
  sql: Sql,
  hostId: number,
  checkAt: string,
): Promise<{ readonly look: number; readonly stripeAccount: string } | null> {
  const rows = await sql.query<{ look: number; stripeAccount: string }>(
    `update host_account set asked = asked + 1, check_at = $2 where host_id = $1 and stripe_account is not null and state <> 'closed'
     returning asked as look, stripe_account as "stripeAccount"`,
    [hostId, checkAt],
  );
  return rows[0] ?? null;
}

/** What was heard of an account; its address is forgotten with the first answer. */
export async function saveAccountNews(
  tx: Tx,
  hostId: number,
  news: {
    readonly stripeAccount: string;
    readonly state: HostAccountState;
    readonly currency: string | null;
    readonly requirements: readonly AccountRequirement[];
    readonly heard: number;
    readonly now: string;
  },
): Promise<void> {
  await tx.query(
    `update host_account set stripe_account = $2, state = $3, state_since = case when state = $3 then state_since else $7 end,
       was_ready = was_ready or $3 = 'ready', currency = coalesce($4, currency), requirements = $5, heard = $6, contact_email = null
     where host_id = $1`,
    [hostId, news.stripeAccount, news.state, news.currency, JSON.stringify(news.requirements), news.heard, news.now],
  );
}

/** Not later than `at`: somebody is on the provider's page, or was asked to go there. */
export async function lookSoon(sql: Sql, hostId: number, at: string): Promise<void> {
  await sql.query('update host_account set check_at = least(check_at, $2) where host_id = $1', [hostId, at]);
}

export async function markClosing(tx: Tx, hostId: number, now: string): Promise<void> {
  await tx.query('update host_account set closing_since = $2 where host_id = $1', [hostId, now]);
}
