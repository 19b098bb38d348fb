import type { Tx } from '../../../adapters/postgres/sql';

export const receivableKinds = ['penalty', 'refund', 'dispute', 'claim', 'correction'] as const;
export type ReceivableKind = (typeof receivableKinds)[number];

/** Something that a host owes. Minor units of `currency`. */
export interface ReceivableRow {
  readonly id: number;
  readonly host_id: number;
  readonly booking_id: number;
  readonly kind: ReceivableKind;
  readonly currency: string;
  readonly amount: number;
  readonly settled: number;
  /** Waits for transfers that are on their way back. */
  readonly reversing: number;
}

const columns = 'id, host_id, booking_id, kind, currency, amount, settled, reversing';

export interface NewReceivable {
  readonly hostId: number;
  readonly bookingId: number;
  readonly kind: ReceivableKind;
  readonly refundId: number | null;
  readonly currency: string;
  readonly amount: number;
  readonly at: string;
}

export async function insertReceivable(tx: Tx, receivable: NewReceivable): Promise<ReceivableRow> {
  const rows = await tx.query<ReceivableRow>(
    `insert into host_receivable (host_id, booking_id, kind, refund_id, currency, amount, at) values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
    [
      receivable.hostId,
      receivable.bookingId,
      receivable.kind,
      receivable.refundId,
      receivable.currency,
      receivable.amount,
      receivable.at,
    ],
  );
  return rows[0] as ReceivableRow;
}

/** What a host still owes in one currency, the oldest first. Lock the host's balance first. */
export async function openReceivables(tx: Tx, hostId: number, currency: string): Promise<ReceivableRow[]> {
  return tx.query<ReceivableRow>(
    `select ${columns} from host_receivable where host_id = $1 and currency = $2 and settled < amount order by id`,
    [hostId, currency],
  );
}

/** What is still owed of one kind for one booking. Lock the host's balance first. */
export async function openOfBooking(tx: Tx, bookingId: number, kind: ReceivableKind): Promise<ReceivableRow[]> {
  return tx.query<ReceivableRow>(
    `select ${columns} from host_receivable where booking_id = $1 and kind = $2 and settled < amount order by id`,
    [bookingId, kind],
  );
}

/** `settled` more of it is paid; `reversing` more of it (or, negative, less) waits for a reversal; `waived` more was let off. */
export async function changeReceivable(
  tx: Tx,
  id: number,
  change: { readonly settled?: number; readonly reversing?: number; readonly waived?: number },
): Promise<void> {
  await tx.query(
    'update host_receivable set settled = settled + $2, reversing = reversing + $3, waived = waived + $4 where id = $1',
    [id, change.settled ?? 0, change.reversing ?? 0, change.waived ?? 0],
  );
}
