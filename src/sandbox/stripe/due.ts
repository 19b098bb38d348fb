import { claimDueWork } from './queries/claim-due-work';
import { forgetOldAnswers } from './queries/idempotency';
import { KEPT_HOURS } from './http/idempotency';
import { balanceMatures } from './resources/balance-transactions';
import { chargeSettles } from './resources/charges/settle';
import { disputeOpens, evidenceFallsDue } from './resources/disputes/course';
import { authorisationExpires } from './resources/payment-intents/cancel';
import { refundSettles } from './resources/refunds/refund-charge';
import type { Sandbox } from './sandbox';
import { flushEvents } from './webhooks/flush-events';
import { beginWork, type Work } from './work';

/** What the sandbox clock brings about by itself. */
const handlers: Readonly<Record<string, (work: Work, objectId: string) => Promise<void>>> = {
  authorisation_expires: authorisationExpires,
  balance_matures: balanceMatures,
  charge_settles: chargeSettles,
  dispute_opens: disputeOpens,
  evidence_falls_due: evidenceFallsDue,
  refund_settles: refundSettles,
};

/** Runs everything that is due, each thing in a transaction of its own and dated when it fell due. Returns how many there were. */
export async function runDue(sandbox: Sandbox): Promise<number> {
  let done = 0;
  while (await runNext(sandbox)) done += 1;
  await forgetOldAnswers(sandbox.database, sandbox.clock.now().subtract({ hours: KEPT_HOURS }));
  return done;
}

function runNext(sandbox: Sandbox): Promise<boolean> {
  return sandbox.database.transaction(async (tx) => {
    const due = await claimDueWork(tx, sandbox.clock.now());
    if (due === undefined) return false;
    const handler = handlers[due.kind];
    if (handler === undefined) throw new Error(`the sandbox does not know what to do for ${due.kind}`);
    const work = beginWork(sandbox, tx, due.dueAt);
    await handler(work, due.objectId);
    await flushEvents(work);
    return true;
  });
}
