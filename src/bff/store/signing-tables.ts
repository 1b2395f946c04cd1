import type { Environment } from '../partners/site.ts';

/**
 * The `state` in the return URL of one signing session, with its contract and page. Single use. Only the hash of the
 * state is stored.
 */
export interface SigningStateTable {
  state_hash: string;
  contract_id: string;
  presentation: string;
  origin: string;
  return_to: string | null;
  expires_at: string;
  used_at: string | null;
}

/**
 * A document that a customer signs by email: a usage authorization, or a contract (`contract_id`). At most one is open
 * per intent.
 */
export interface SignatureRequestTable {
  id: string;
  partner: string;
  environment: Environment;
  site_key: string;
  session_id: string;
  idempotency_key: string;
  /** HMAC of the request. */
  request_hash: string;
  reference: string;
  /** The recipient's address, masked. */
  recipient: string;
  accounts: string;
  status: string;
  reason: string | null;
  timeline: string;
  /** The upstream's ID of the current agreement; null until it is known. */
  upstream_id: string | null;
  /**
   * Number of the current send. `id` and `sending` together are our reference upstream; each send has one agreement.
   */
  sending: number;
  /**
   * Number of create attempts for the current send. From the second on, the agreement is first looked up by reference.
   */
  attempts: number;
  /** Leased to one process until this instant. */
  lease_until: string;
  /** When to query or notify the upstream next. */
  check_after: string;
  /** The encrypted payload (see `encryption/envelope-encryption.ts`); null once the request can no longer be sent. */
  key_id: string | null;
  wrapped_key: string | null;
  sealed: string | null;
  created_at: string;
  updated_at: string;
  /** The contract that this request signs. The columns below are null if there is none. */
  contract_id: string | null;
  /** When the price expires. A later signature is not binding. */
  holds_until: string | null;
  /** When the document was signed, by the upstream's clock. */
  signed_at: string | null;
  /**
   * The outcome to report to the enrollment backend, signed or ended without a signature; null if nothing is to be
   * reported.
   */
  owed: 'signature' | 'end' | null;
}
