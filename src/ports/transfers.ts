import type { BankPayoutState } from '../domain/bank-payout';

/** Money for hosts' accounts, in the marketplace's words. Every call that moves money carries an idempotency key that was stored before. */
export interface TransferProvider {
  transfer(input: CreateTransfer, idempotencyKey: string): Promise<ProviderTransfer>;
  reverse(input: CreateReversal, idempotencyKey: string): Promise<ProviderReversal>;
  /** The transfer of this group with this metadata, where the answer to its making is not known. */
  findTransfer(wanted: Pick<CreateTransfer, 'group' | 'metadata'>): Promise<ProviderTransfer | null>;
  findReversal(transferId: string, metadata: Record<string, string>): Promise<ProviderReversal | null>;
  /** With all that came back of it, whoever took it back. */
  retrieveTransfer(id: string): Promise<KnownTransfer>;
  /** What a host's account has sent to their bank. */
  retrieveBankPayout(account: string, id: string): Promise<ProviderBankPayout>;
  /** Ids of what an account has sent since, the latest first. */
  bankPayoutsSince(account: string, since: Date): AsyncIterable<string>;
}

export interface CreateTransfer {
  readonly amount: number;
  readonly currency: string;
  /** The host's account. */
  readonly destination: string;
  /** The charge that it comes out of, available when that is; null: out of what is available. */
  readonly charge: string | null;
  /** All of one booking's. */
  readonly group: string;
  readonly description: string;
  readonly metadata: Record<string, string>;
}

export interface CreateReversal {
  readonly transferId: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Record<string, string>;
}

export interface ProviderTransfer {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
}

export interface ProviderReversal {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
}

export interface KnownTransfer extends ProviderTransfer {
  readonly metadata: Record<string, string>;
  readonly reversals: readonly (ProviderReversal & { readonly metadata: Record<string, string> })[];
}

/** A host's balance, sent to their bank in one sum with whatever else was on it. */
export interface ProviderBankPayout {
  readonly id: string;
  readonly state: BankPayoutState;
  readonly amount: number;
  readonly currency: string;
  /** The day on which the bank has it, as its first instant in UTC. */
  readonly arrivesAt: Date;
  readonly failure: string | null;
  /** The transfers whose money is in it. */
  readonly transfers: readonly string[];
  /** Earlier ones that the bank sent back, and whose money is in it again. */
  readonly sentAgain: readonly string[];
}
