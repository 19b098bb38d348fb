import type Stripe from 'stripe';
import { disputeStates, type DisputeState } from '../../domain/dispute';
import type { Evidence } from '../../domain/dispute-evidence';
import type { EvidenceFiles } from '../../domain/dispute-files';
import type { Disputes, ProviderDispute } from '../../ports';
import { fromStripe } from './stripe-amounts';
import { assertObject, finalOnly } from './stripe-answers';

/** Disputes of guests' payments. */
export function stripeDisputes(stripe: Stripe): Disputes {
  return {
    async retrieve(id) {
      return disputeOf(await stripe.disputes.retrieve(id));
    },
    async uploadFile({ name, type, content }, idempotencyKey) {
      const params = { purpose: 'dispute_evidence', file: { name, type, data: content } } as const;
      return fileOf(await finalOnly(stripe.files.create(params, { idempotencyKey })));
    },
    async findFile(name, since) {
      const created = { gte: Math.floor(since.getTime() / 1_000) };
      for await (const file of stripe.files.list({ purpose: 'dispute_evidence', created, limit: 100 })) {
        if (file.filename === name) return fileOf(file);
      }
      return null;
    },
    async saveEvidence(id, evidence, idempotencyKey) {
      const params = { evidence: evidenceParams(evidence), submit: false };
      return disputeOf(await finalOnly(stripe.disputes.update(id, params, { idempotencyKey })));
    },
    async submit(id, evidence, idempotencyKey) {
      const params = { evidence: evidenceParams(evidence), submit: true };
      return disputeOf(await finalOnly(stripe.disputes.update(id, params, { idempotencyKey })));
    },
    async accept(id, idempotencyKey) {
      return disputeOf(await finalOnly(stripe.disputes.close(id, {}, { idempotencyKey })));
    },
    async *listSince(since) {
      const created = { gte: Math.floor(since.getTime() / 1_000) };
      for await (const dispute of stripe.disputes.list({ created, limit: 100 })) yield disputeOf(dispute);
    },
  };
}

/** customerName → customer_name: the provider's own names. */
const evidenceParams = (evidence: Evidence & EvidenceFiles): Stripe.DisputeUpdateParams.Evidence =>
  Object.fromEntries(
    Object.entries(evidence).map(([field, text]) => [providersName(field), text]),
  ) as Stripe.DisputeUpdateParams.Evidence;

const providersName = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function fileOf(file: Stripe.File): string {
  assertObject(file, 'file', 'file_');
  return file.id;
}

function disputeOf(dispute: Stripe.Dispute): ProviderDispute {
  assertObject(dispute, 'dispute', 'd');
  const { payment_intent: intent, evidence_details: details } = dispute;
  const currency = dispute.currency.toUpperCase();
  return {
    id: dispute.id,
    intentId: (typeof intent === 'string' ? intent : intent?.id) ?? '',
    state: stateOf(dispute.status),
    reason: dispute.reason,
    amount: fromStripe(dispute.amount, currency),
    currency,
    openedAt: new Date(dispute.created * 1_000),
    evidenceDueBy: details.due_by === null ? null : new Date(details.due_by * 1_000),
    submissions: details.submission_count,
    ...movesOf(dispute, currency),
  };
}

/** An appeal comes after a loss: to us it stays lost until the bank says otherwise. @throws for a state that this version does not know */
function stateOf(status: Stripe.Dispute.Status): DisputeState {
  const state = status.startsWith('appeal_') ? 'lost' : disputeStates.find((known) => known === status);
  if (state === undefined) throw new Error(`a dispute is in the unknown state ${status}`);
  return state;
}

/** What moved on our balance, out and in. */
function movesOf(dispute: Stripe.Dispute, currency: string): Pick<ProviderDispute, 'withdrawal' | 'reinstatement'> {
  const sum = (moves: readonly Stripe.BalanceTransaction[]) => {
    if (moves.length === 0) return null;
    // Conversions are not ours to make: the ledger never adds two currencies.
    const other = moves.find((move) => move.currency.toUpperCase() !== currency);
    if (other) throw new Error(`dispute ${dispute.id} moved ${other.currency} on the balance, not ${currency}`);
    const total = (of: (move: Stripe.BalanceTransaction) => number) => moves.reduce((all, move) => all + of(move), 0);
    return {
      amount: fromStripe(Math.abs(total((move) => move.amount)), currency),
      fee: fromStripe(Math.abs(total((move) => move.fee)), currency),
    };
  };
  return {
    withdrawal: sum(dispute.balance_transactions.filter(({ amount }) => amount < 0)),
    reinstatement: sum(dispute.balance_transactions.filter(({ amount }) => amount > 0)),
  };
}
