import { accountCalls } from '../api/host-account/use-cases/account-calls';
import { disputeCalls } from '../api/dispute/use-cases/dispute-calls';
import { evidenceFileCalls } from '../api/dispute/use-cases/evidence-file-calls';
import { chargeCalls } from '../api/payment/use-cases/charge-calls';
import { intentCalls } from '../api/payment/use-cases/intent-calls';
import { setupCalls } from '../api/payment/use-cases/setup-calls';
import { refundCalls } from '../api/payment/use-cases/refund-calls';
import { reversalCalls } from '../api/payout/use-cases/reversal-calls';
import { transferCalls } from '../api/payout/use-cases/transfer-calls';
import { cardCalls } from '../api/saved-card/use-cases/card-calls';
import type { CallHandler } from './call-handler';

/** Every kind of call that we can owe the payment provider, by its name in `stripe_call`. */
const handlers: Readonly<Record<string, CallHandler>> = {
  ...accountCalls,
  ...intentCalls,
  ...chargeCalls,
  ...setupCalls,
  ...refundCalls,
  ...cardCalls,
  ...disputeCalls,
  ...evidenceFileCalls,
  ...transferCalls,
  ...reversalCalls,
};

/** @throws for a kind that this version does not know: the call waits for one that does. */
export function callHandler(kind: string): CallHandler {
  const handler = handlers[kind];
  if (!handler) throw new Error(`nobody knows how to make a call of kind ${kind}`);
  return handler;
}
