import type { Environment } from '../partners/site.ts';

/** A session that may access a contract, other than the one that created it. */
export interface ContractSessionTable {
  contract_id: string;
  session_id: string;
}

/** A link that opens a contract. It is single use and valid on one site. Only the hash of its secret is stored. */
export interface ResumeLinkTable {
  secret_hash: string;
  contract_id: string;
  site_key: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

/**
 * A purchase that one person prepared and another is to sign. Its link is single use and valid on one site. Only the
 * hash of the link's secret is stored.
 */
export interface ApprovalRequestTable {
  id: string;
  site_key: string;
  /** The preparer's session. */
  session_id: string;
  /** The session that opened the link; null until then. */
  approver_session_id: string | null;
  secret_hash: string;
  /** The encrypted purchase (see `approval-requests/payload.ts`); null once it was used, revoked or has expired. */
  key_id: string | null;
  wrapped_key: string | null;
  sealed: string | null;
  created_at: string;
  expires_at: string;
  opened_at: string | null;
  revoked_at: string | null;
  /** When the approver's contract was created. */
  used_at: string | null;
  contract_id: string | null;
}

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
 * A document that a customer signs by email: a usage authorization, or a contract (`contract_id`). At most one document
 * per intent is open.
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
  /** The contract that this request signs. Null for an authorization. */
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

/** Every accepted status event, by the ID that its sender assigned. */
export interface WebhookInboxTable {
  partner: string;
  environment: Environment;
  webhook_id: string;
  received_at: string;
  body: string;
  /** The reference of the event's contract; null if the contract was erased. */
  reference: string | null;
  contract_id: string | null;
}

/** An event for the site's webhook endpoints. `addressed_at` is null until deliveries have been created for it. */
export interface OutboxEventTable {
  id: string;
  site_key: string;
  contract_id: string;
  body: string;
  created_at: string;
  addressed_at: string | null;
}

/**
 * The delivery of one event to one endpoint. `due_at` is the time of the next attempt. An attempt in progress postpones
 * `due_at`, so `due_at` also serves as a lease.
 */
export interface DeliveryTable {
  event_id: string;
  endpoint: string;
  site_key: string;
  state: 'pending' | 'delivered' | 'given_up' | 'disabled' | 'removed';
  attempts: number;
  begun_at: string;
  due_at: string;
}

/** An endpoint that responded 410 Gone. */
export interface DisabledEndpointTable {
  site_key: string;
  endpoint: string;
  disabled_at: string;
}
