import { paidOut, payoutReturned } from '../../../domain/ledger-platform';
import type { Posting } from '../../../domain/ledger';
import { settleObject } from '../../../inbox/object-settlers';
import type { Casita } from '../../../ports';
import { postLedger } from '../../payment/queries/post-ledger';
import { lockOpenMovement, matchMovements, matchUndone, openMovements, type OpenMovement } from '../queries/movements';

const BATCH = 200;
/** How long what a movement means is left to webhook and outbox before the object is looked at. */
const PATIENCE_SECONDS = 20;

/**
 * Finds the posting of every movement on our balance. Where there is none, the object behind it is settled as an event about it would
 * have been: a lost webhook, or a process that died, is made good by the money itself. @returns how many movements found their posting
 */
export async function settleMovements(app: Casita): Promise<number> {
  let matched = await matchMovements(app.db);
  const before = app.clock.now().subtract({ seconds: PATIENCE_SECONDS }).toString();
  const open = await openMovements(app.db, before, BATCH);
  if (open.length === 0) return matched;
  const objects = new Set<string>();
  for (const movement of open) {
    const posting = ownPosting(movement);
    if (posting) await post(app, movement, posting);
    else objects.add(movement.object);
  }
  for (const id of objects) await look(app, id);
  matched += await matchMovements(app.db);
  return matched + (await matchUndone(app.db, before));
}

/** What is between us, the provider and our bank is in the ledger because it is on the balance; nothing else tells of it. */
function ownPosting({ type, net, currency }: OpenMovement): Posting | null {
  const moved = { amount: Math.abs(net), currency };
  if (type === 'payout') return paidOut(moved);
  if (type === 'payout_failure' || type === 'payout_cancel') return payoutReturned(moved);
  return null;
}

async function post(app: Casita, movement: OpenMovement, posting: Posting): Promise<void> {
  await app.db.transaction(async (tx) => {
    if (!(await lockOpenMovement(tx, movement.id))) return;
    const at = movement.created_at.toISOString();
    await postLedger(tx, posting, { source: 'stripe', externalId: movement.source, bookingId: null, at });
  });
}

/** One that fails does not keep the others from theirs: its movement stays open. */
async function look(app: Casita, id: string): Promise<void> {
  try {
    await settleObject(app, { id, account: null });
  } catch (error) {
    app.log.warn(`balance: ${id}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
