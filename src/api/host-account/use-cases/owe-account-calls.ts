import type { Tx } from '../../../adapters/postgres/sql';
import { hostLane, oweCall } from '../../../outbox/owe-call';
import { countCalls } from '../../../outbox/queries/calls';
import type { Casita } from '../../../ports';

/**
 * A call about a host's account. One that was refused may be wanted again, with something changed: it is another call then, under a key
 * of its own. Under the lock of the profile, so that two do not count alike.
 */
export async function oweAccountCall(
  app: Casita,
  tx: Tx,
  kind: 'create_account' | 'close_account',
  host: { readonly id: number; readonly documentId: string },
): Promise<void> {
  const lane = hostLane(host.id);
  const n = (await countCalls(tx, lane, kind)) + 1;
  const key = `casita-host-${host.documentId}-${kind.split('_', 1)[0]}-${n}`;
  await oweCall(app, tx, { lane, kind, subjectId: host.id, key });
}
