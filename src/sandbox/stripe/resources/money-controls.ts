import { z } from 'zod';
import { MAXIMUM_CHARGE } from '../currencies';
import { ok, type Answer } from '../http/answer';
import { choice, integer } from '../http/params';
import { noSuchObject, notAllowed } from '../http/problem';
import { route, type Call } from '../http/route';
import { idOf } from '../objects';
import { findObject } from '../queries/find-object';
import { lockObject } from '../queries/lock-object';
import { saveObject } from '../queries/save-object';
import { emit } from '../work';
import { accountVerified, stand, submitDetails } from './accounts/onboarding';
import { shown } from './accounts/account-body';
import { endDispute, escalate, isInquiry, lockDispute, openDispute } from './disputes/course';
import { findNamed, lockNamed, lockOwn } from './find';
import { arrive, takeBack } from './payouts/pay-out';
import { failRefund, lockRefund, succeedRefund, type LockedRefund } from './refunds/refund-charge';

const refundOutcome = z.strictObject({ outcome: choice('succeed', 'fail', 'require_action') });
const disputeOutcome = z.strictObject({ outcome: choice('win', 'lose', 'escalate') });
const payoutOutcome = z.strictObject({ outcome: choice('succeed', 'fail') });
const accountOutcome = z.strictObject({ outcome: choice('complete', 'submit', 'restrict', 'reject') });

const disputeParams = z.strictObject({
  reason: choice('fraudulent', 'product_not_received', 'inquiry').default('fraudulent'),
  amount: integer(1, MAXIMUM_CHARGE).optional(),
});

/** The hands of banks, cardholders and Stripe's own reviewers. */
export const moneyControlRoutes = [
  route({ method: 'POST', path: '/_controls/refunds/:id', params: refundOutcome, act: decideRefund }),
  route({ method: 'POST', path: '/_controls/charges/:id/dispute', params: disputeParams, act: dispute }),
  route({ method: 'POST', path: '/_controls/disputes/:id', params: disputeOutcome, act: decideDispute }),
  route({ method: 'POST', path: '/_controls/payouts/:id', params: payoutOutcome, act: decidePayout }),
  route({ method: 'POST', path: '/_controls/accounts/:id/onboarding', params: accountOutcome, act: decideAccount }),
];

async function decideRefund(call: Call, { outcome }: z.output<typeof refundOutcome>): Promise<Answer> {
  const found = await findNamed(call, 'refund', call.in['id']!);
  const locked = await lockRefund(call, found.id);
  const { status, balance_transaction: taken } = locked.refund.body;
  if (locked.refund.hidden.ofUncaptured || !['pending', 'succeeded', 'requires_action'].includes(String(status))) {
    throw notAllowed(`This refund can no longer change: ${String(status)}.`);
  }
  if (outcome === 'fail') return ok(await failRefund(call, locked));
  if (status === 'succeeded') throw notAllowed('This refund has succeeded already.');
  if (taken === null) throw notAllowed('This refund waits for the balance to cover it.');
  return ok(outcome === 'succeed' ? await succeedRefund(call, locked) : await askCustomer(call, locked));
}

/** As with methods that cannot be refunded to: the customer is asked where the money should go. */
async function askCustomer(call: Call, { refund }: LockedRefund) {
  const { pending_reason: _over, ...before } = refund.body;
  const body = { ...before, status: 'requires_action' };
  await saveObject(call.tx, { ...refund, body });
  emit(call, 'refund.updated', body, { status: before.status });
  emit(call, 'charge.refund.updated', body, { status: before.status });
  return body;
}

async function dispute(call: Call, params: z.output<typeof disputeParams>): Promise<Answer> {
  const found = await findObject(call.tx, 'charge', call.in['id']!);
  if (found === undefined || found.account !== null) throw noSuchObject('charge', call.in['id']!);
  await lockObject(call.tx, 'payment_intent', idOf(found.body.payment_intent) ?? '');
  const charge = await lockOwn(call, 'charge', found.id);
  if (!charge.body.captured || charge.body.disputed) throw notAllowed('This charge cannot be disputed.');
  if ((params.amount ?? 0) > charge.body.amount_captured) throw notAllowed('No more than was captured is disputed.');
  return ok(await openDispute(call, charge, params.reason, params.amount));
}

async function decideDispute(call: Call, { outcome }: z.output<typeof disputeOutcome>): Promise<Answer> {
  const found = await lockDispute(call, call.in['id']!);
  if (found === undefined) throw noSuchObject('dispute', call.in['id']!);
  if (['won', 'lost', 'warning_closed'].includes(found.body.status)) {
    throw notAllowed(`This dispute is already closed: ${found.body.status}.`);
  }
  if (outcome !== 'escalate') return ok(await endDispute(call, found, outcome === 'win' ? 'won' : 'lost'));
  if (!isInquiry(found.body)) throw notAllowed('This is a dispute already, not an inquiry.');
  return ok((await escalate(call, found)).body);
}

/** Whosever payout it is: no header is needed. A bank can send back even what had arrived. */
async function decidePayout(call: Call, { outcome }: z.output<typeof payoutOutcome>): Promise<Answer> {
  const payout = await lockObject(call.tx, 'payout', call.in['id']!);
  if (payout === undefined) throw noSuchObject('payout', call.in['id']!);
  const { status } = payout.body;
  if (status !== 'pending' && !(status === 'paid' && outcome === 'fail')) {
    throw notAllowed(`This payout can no longer change: ${status}.`);
  }
  return ok(outcome === 'succeed' ? await arrive(call, payout) : await takeBack(call, payout, 'failed'));
}

/** `submit` gives everything and leaves Stripe a moment to look; `complete` is verified at once. */
async function decideAccount(call: Call, { outcome }: z.output<typeof accountOutcome>): Promise<Answer> {
  const account = await lockNamed(call, 'v2.core.account', call.in['id']!);
  if (account.body.closed === true) throw notAllowed('This account is closed.');
  if (outcome === 'restrict') await stand(call, account, { ...account.hidden, standing: 'restricted' });
  if (outcome === 'reject') await stand(call, account, { ...account.hidden, standing: 'rejected' });
  if (outcome === 'submit' || outcome === 'complete') await submitDetails(call, account);
  if (outcome === 'complete') await accountVerified(call, account.id);
  const after = await lockNamed(call, 'v2.core.account', account.id);
  return ok(shown(after.body, ['configuration.recipient', 'requirements']));
}
