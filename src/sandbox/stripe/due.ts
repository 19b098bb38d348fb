import { claimDueWork } from './queries/claim-due-work';
import { forgetOldAnswers } from './queries/idempotency';
import { keptHours } from './http/idempotency';
import { accountVerified } from './resources/accounts/onboarding';
import { balanceMatures } from './resources/balance-transactions';
import { chargeSettles } from './resources/charges/settle';
import { disputeOpens, evidenceFallsDue } from './resources/disputes/course';
import { authorisationExpires } from './resources/payment-intents/cancel';
import { payoutArrives, payoutRuns } from './resources/payouts/pay-out';
import { refundWaits } from './resources/refunds/insufficient-balance';
import { refundSettles } from './resources/refunds/refund-charge';
import type { Sandbox } from './sandbox';
import { flushEvents } from './webhooks/flush-events';
import { beginWork, type Work } from './work';

/** What the sandbox clock brings about by itself. */
const handlers: Readonly<Record<string, (work: Work, objectId: string) => Promise<void>>> = {
  account_verified: accountVerified,
  authorisation_expires: authorisationExpires,
  balance_matures: balanceMatures,
  charge_settles: chargeSettles,
  dispute_opens: disputeOpens,
  escalation_falls_due: evidenceFallsDue,
  evidence_falls_due: evidenceFallsDue,
  payout_arrives: payoutArrives,
  payout_runs: payoutRuns,
  refund_settles: refundSettles,
  refund_waits: refundWaits,
};

/** Runs everything that is due, each thing in a transaction of its own and dated when it fell due. Returns how many there were. */
export async function runDue(sandbox: Sandbox): Promise<number> {
  let done = 0;
  while (await runNext(sandbox)) done += 1;
  const now = sandbox.clock.now();
  await forgetOldAnswers(sandbox.database, {
    v1: now.subtract({ hours: keptHours.v1 }),
    v2: now.subtract({ hours: keptHours.v2 }),
  });
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
