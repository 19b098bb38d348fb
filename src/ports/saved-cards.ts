import type { SetupStatus } from '../domain/setup-progress';

/** Cards that guests keep with the payment provider, each under a customer of its own. Never a number: a name and four digits. */
export interface SavedCards {
  createCustomer(metadata: Record<string, string>, idempotencyKey: string): Promise<string>;
  /** The customer with this metadata that was made since, where the answer to its making is not known. */
  findCustomer(metadata: Record<string, string>, since: Date): Promise<string | null>;
  /** Takes the customer away with all cards. @throws ProviderRefused where it is gone */
  deleteCustomer(id: string, idempotencyKey: string): Promise<void>;
  list(customer: string): Promise<SavedCard[]>;
  /** Keeps a card without charging it: the guest confirms with the secret. */
  createSetup(input: CreateSetup, idempotencyKey: string): Promise<ProviderSetup>;
  retrieveSetup(id: string): Promise<ProviderSetup>;
  cancelSetup(id: string, idempotencyKey: string): Promise<ProviderSetup>;
  findSetup(metadata: Record<string, string>, since: Date): Promise<ProviderSetup | null>;
  /** The card can no longer be charged. @throws ProviderRefused where it is nobody's already */
  remove(paymentMethod: string, idempotencyKey: string): Promise<void>;
}

export interface SavedCard {
  readonly id: string;
  readonly brand: string;
  readonly last4: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
}

export interface CreateSetup {
  readonly customer: string;
  /** A saved card of the customer; null: the guest gives one. */
  readonly method: string | null;
  readonly description: string;
  readonly metadata: Record<string, string>;
}

export interface ProviderSetup {
  readonly id: string;
  readonly clientSecret: string | null;
  readonly status: SetupStatus;
  /** The card that is kept, once it is. */
  readonly method: string | null;
  readonly lastError: string | null;
}
