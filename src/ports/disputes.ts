import type { DisputeState } from '../domain/dispute';
import type { Evidence } from '../domain/dispute-evidence';
import type { EvidenceFiles } from '../domain/dispute-files';

/** The payment provider's disputes. Every call that changes one carries an idempotency key that was stored before. */
export interface Disputes {
  retrieve(id: string): Promise<ProviderDispute>;
  /** Sends a file, to be named in evidence later. @returns the provider's name of it @throws ProviderRefused for one that it does not take */
  uploadFile(file: ProviderFile, idempotencyKey: string): Promise<string>;
  /** The file that was sent under this name since, should there be one. */
  findFile(name: string, since: Date): Promise<string | null>;
  /** Lays evidence down without handing it in. @throws ProviderRefused where the dispute takes none any more */
  saveEvidence(id: string, evidence: Evidence & EvidenceFiles, idempotencyKey: string): Promise<ProviderDispute>;
  /** Hands in what was laid down. The bank decides from then on. */
  submit(id: string, evidence: Evidence & EvidenceFiles, idempotencyKey: string): Promise<ProviderDispute>;
  /** Gives in: the dispute is lost. */
  accept(id: string, idempotencyKey: string): Promise<ProviderDispute>;
  /** Every dispute that came up since, the latest first. */
  listSince(since: Date): AsyncIterable<ProviderDispute>;
}

export interface ProviderFile {
  /** Ours alone, so that it can be found by it. */
  readonly name: string;
  readonly type: 'application/pdf' | 'image/jpeg';
  readonly content: Buffer;
}

/** Amounts in minor units of `currency`. */
export interface ProviderDispute {
  readonly id: string;
  readonly intentId: string;
  readonly state: DisputeState;
  /** The bank's, by the provider's name of it. */
  readonly reason: string;
  readonly amount: number;
  readonly currency: string;
  readonly openedAt: Date;
  /** Until when evidence can be handed in; null: no longer. */
  readonly evidenceDueBy: Date | null;
  readonly submissions: number;
  /** What left our balance for it, and the fee on top; null: nothing yet. */
  readonly withdrawal: { readonly amount: number; readonly fee: number } | null;
  /** What has come back, with what of the fee; null: nothing yet. */
  readonly reinstatement: { readonly amount: number; readonly fee: number } | null;
}
