import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** A guest at the payment provider. */
export interface GuestCustomer {
  readonly user_id: number;
  /** Under which the provider is asked to make the customer, and found again by. */
  readonly key: string;
  /** Null: not made yet. */
  readonly stripe_customer: string | null;
  /** By the server's clock, as the provider's; the sandbox's says nothing here. */
  readonly created_at: Date;
}

const columns = 'user_id, key, stripe_customer, created_at';

/** Says that this guest is to have a customer, with the key that makes it one only, whoever asks how often. */
export async function promiseCustomer(tx: Tx, userId: number): Promise<void> {
  await tx.query('insert into guest_customer (user_id, key) values ($1, $2) on conflict (user_id) do nothing', [
    userId,
    `casita-customer-${createId()}`,
  ]);
}

export async function guestCustomer(sql: Sql, userId: number): Promise<GuestCustomer | null> {
  const rows = await sql.query<GuestCustomer>(`select ${columns} from guest_customer where user_id = $1`, [userId]);
  return rows[0] ?? null;
}

/** Who keeps a card in use and who takes it away wait for each other here. */
export async function lockGuestCustomer(tx: Tx, userId: number): Promise<GuestCustomer | null> {
  const rows = await tx.query<GuestCustomer>(`select ${columns} from guest_customer where user_id = $1 for update`, [
    userId,
  ]);
  return rows[0] ?? null;
}

/** The first answer stays; the same key has no other. */
export async function setCustomer(sql: Sql, userId: number, stripeCustomer: string): Promise<void> {
  await sql.query('update guest_customer set stripe_customer = $2 where user_id = $1 and stripe_customer is null', [
    userId,
    stripeCustomer,
  ]);
}

export async function forgetCustomer(tx: Tx, userId: number): Promise<void> {
  await tx.query('delete from guest_customer where user_id = $1', [userId]);
}
