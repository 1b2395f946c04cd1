import type { SignatureRequestStatus } from '../../wire/contract.ts';
import type { SignatureRequestRow, Store } from '../store/tables.ts';

/**
 * A status change of a signature request. `at` is ISO 8601 in UTC, by the upstream's clock if the upstream reported a
 * time.
 */
export interface StatusChange {
  readonly status: SignatureRequestStatus;
  readonly at: string;
  readonly reason?: string | undefined;
}

/**
 * Domain events of signature requests that belong to a contract. They are injected, because the signature request code
 * does not depend on contracts: `email-signing` implements them.
 *
 * @typeParam Context `SignatureRequestContext`, which itself contains the hooks
 */
export interface SignatureRequestHooks<Context> {
  /** Runs in the transaction that changes the status. */
  statusChanged(transaction: Store, contractId: string, change: StatusChange, now: Date): Promise<void>;
  /** Notifies the enrollment backend of a pending outcome. Failures are logged and retried later. */
  outcomePending(context: Context, request: SignatureRequestRow): Promise<void>;
}
