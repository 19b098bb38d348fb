/** Where a booking's money is, read off the ledger's lines alone. */
import { sumAmounts } from './money';
import type { PostingKind } from './ledger';

/** Lines of one account, currency and kind of posting, summed: debits positive. `account` is the name without whose it is. */
export interface LedgerSum {
  readonly kind: PostingKind;
  readonly account: string;
  readonly currency: string;
  readonly amount: number;
}

/** Minor units of one currency; what belongs to somebody is positive. */
export interface MoneyPosition {
  readonly currency: string;
  /** What the guest paid, and what was promised back, whoever bore it. */
  readonly paid: number;
  readonly refunded: number;
  /** Of `refunded`: what has not reached the guest. */
  readonly refundsOpen: number;
  /** Paid, and neither promised back nor released to anybody. */
  readonly held: number;
  readonly host: {
    /** Released to them, and not sent. */
    readonly payable: number;
    /** What they owe the marketplace. */
    readonly receivable: number;
    /** Sent to their account, less what came back. */
    readonly sent: number;
  };
  readonly platform: {
    /** Released to the marketplace, less what it gave back. */
    readonly fee: number;
    readonly goodwill: number;
    readonly disputeLoss: number;
  };
  readonly tax: number;
  readonly disputed: number;
  readonly stripe: {
    /** What is on the marketplace's balance of it. */
    readonly balance: number;
    readonly fees: number;
  };
  /** Refunds that our bank account paid. */
  readonly paidOutside: number;
}

const promises: ReadonlySet<PostingKind> = new Set<PostingKind>([
  'refunded',
  'refunded_after_release',
  'refunded_after_transfer',
  'refunded_by_host',
  'refunded_by_marketplace',
]);

/** One position a currency. Never two currencies in one number. */
export function moneyPositions(sums: readonly LedgerSum[]): MoneyPosition[] {
  const currencies = [...new Set(sums.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => positionOf(sums, currency));
}

function positionOf(all: readonly LedgerSum[], currency: string): MoneyPosition {
  const lines = all.filter((line) => line.currency === currency);
  const of = (account: string, isOf: (kind: PostingKind) => boolean = () => true) =>
    sumAmounts(lines.filter((line) => line.account === account && isOf(line.kind)).map(({ amount }) => amount));
  const owing = (account: string, isOf?: (kind: PostingKind) => boolean) => minus(of(account, isOf));
  return {
    currency,
    paid: owing('guest_funds', (kind) => kind === 'captured'),
    refunded: owing('refund_clearing', (kind) => promises.has(kind)),
    refundsOpen: owing('refund_clearing'),
    held: owing('guest_funds'),
    host: {
      payable: owing('host_payable'),
      receivable: of('host_receivable'),
      sent: owing('stripe', (kind) => kind === 'transferred' || kind === 'transfer_reversed'),
    },
    platform: { fee: owing('platform_fee'), goodwill: of('goodwill'), disputeLoss: of('dispute_loss') },
    tax: owing('tax_payable'),
    disputed: of('dispute_clearing'),
    stripe: { balance: of('stripe'), fees: of('stripe_fee') },
    paidOutside: owing('paid_outside'),
  };
}

/** Never −0. */
const minus = (amount: number): number => (amount === 0 ? 0 : -amount);
