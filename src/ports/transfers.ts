/** Money for hosts' accounts, in the marketplace's words. Every call that moves money carries an idempotency key that was stored before. */
export interface TransferProvider {
  transfer(input: CreateTransfer, idempotencyKey: string): Promise<ProviderTransfer>;
  reverse(input: CreateReversal, idempotencyKey: string): Promise<ProviderReversal>;
  /** The transfer of this group with this metadata, where the answer to its making is not known. */
  findTransfer(wanted: Pick<CreateTransfer, 'group' | 'metadata'>): Promise<ProviderTransfer | null>;
  findReversal(transferId: string, metadata: Record<string, string>): Promise<ProviderReversal | null>;
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
