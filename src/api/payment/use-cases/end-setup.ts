import type { Tx } from '../../../adapters/postgres/sql';
import { bookingLane, oweCall } from '../../../outbox/owe-call';
import type { Casita } from '../../../ports';
import { liveSetup } from '../queries/payment-setups';

/** A booking that is over keeps no card any more; one that is kept already stays the guest's, as any saved card. */
export async function endSetup(app: Casita, tx: Tx, bookingId: number): Promise<void> {
  const setup = await liveSetup(tx, bookingId);
  if (!setup || setup.state === 'ready') return;
  const lane = bookingLane(bookingId);
  await oweCall(app, tx, { lane, kind: 'cancel_setup', subjectId: setup.id, key: `casita-setup-${setup.id}-cancel` });
}
