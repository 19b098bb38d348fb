import type { AccountNews } from '../domain/host-account';

/** Hosts' accounts with the payment provider: what they are paid through. It asks hosts who they are, and answers for it. */
export interface HostAccounts {
  create(
    input: {
      readonly contactEmail: string;
      /** ISO 3166-1 alpha-2, for good. */
      readonly country: string;
      readonly metadata: Record<string, string>;
    },
    idempotencyKey: string,
  ): Promise<ProviderAccount>;
  retrieve(id: string): Promise<ProviderAccount>;
  /** The open account with this metadata, where the answer to its making is not known. */
  find(metadata: Record<string, string>): Promise<ProviderAccount | null>;
  /**
   * A page on which the holder gives what is missing. It opens once, within minutes, and leads back to `returnUrl`, or, when it
   * does not open any more, to `refreshUrl`. Nothing is doubled by making another.
   */
  link(input: {
    readonly account: string;
    readonly returnUrl: string;
    readonly refreshUrl: string;
  }): Promise<{ readonly url: string; readonly expiresAt: Date }>;
  /** For good; refused while there is money on its balance. */
  close(id: string, idempotencyKey: string): Promise<ProviderAccount>;
}

export interface ProviderAccount extends AccountNews {
  readonly id: string;
  /** ISO 4217; what its balance is kept in. */
  readonly currency: string | null;
}
