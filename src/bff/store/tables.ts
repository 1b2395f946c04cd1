import type { Kysely, Selectable } from 'kysely';
import type { Environment } from '../partners/site.ts';

/**
 * The database schema. It has no columns for names, tax IDs or account numbers in plain text. The consent text names
 * the business, so it is encrypted. The only free text is in reasons, such as a signer's reason for declining. Instants
 * are ISO 8601 in UTC and JSON is stored as text, so that the same code runs on SQLite and PostgreSQL.
 */
export interface Tables {
  contracts: ContractTable;
  contract_payloads: ContractPayloadTable;
  contract_statuses: ContractStatusTable;
  webhook_inbox: WebhookInboxTable;
  signing_states: SigningStateTable;
  outbox_events: OutboxEventTable;
  deliveries: DeliveryTable;
  disabled_endpoints: DisabledEndpointTable;
  contract_sessions: ContractSessionTable;
  resume_links: ResumeLinkTable;
  letters: SignatureRequestTable;
  uploads: UploadTable;
  readiness: ReadinessTable;
  ended_sessions: EndedSessionTable;
  quotas: QuotaTable;
}

export type Store = Kysely<Tables>;

/** All tables, in an order in which rows can be copied: referenced tables first. */
export const tableNames = [
  'contracts',
  'contract_payloads',
  'contract_statuses',
  'webhook_inbox',
  'signing_states',
  'contract_sessions',
  'resume_links',
  'letters',
  'outbox_events',
  'deliveries',
  'disabled_endpoints',
  'uploads',
  'ended_sessions',
  'quotas',
] as const satisfies readonly (keyof Tables)[];

/** One customer intent, stored before the upstream call. At most one contract is ever created from it (invariant A). */
interface ContractTable {
  /** Our own ID. The upstream stores it as its reference. */
  id: string;
  partner: string;
  environment: Environment;
  site_key: string;
  session_id: string;
  idempotency_key: string;
  /** HMAC of the request: distinguishes a retry from a different request with the same key. */
  request_hash: string;
  /** pending: the upstream may or may not have the contract. created, refused: final. */
  intent: 'pending' | 'created' | 'refused';
  /** A pending intent is leased to one process until this instant. */
  lease_until: string;
  upstream_id: string | null;
  reference: string;
  status: string;
  reasons: string;
  accounts: string;
  /** The signers in signing order, as the upstream last reported them. */
  signers: string;
  /** The signature request, if the contract is signed by email; null if it is signed in a session. */
  letter_id: string | null;
  terms: string;
  consent_at: string;
  /**
   * SHA-256 of the consent text (UTF-8, base64url), kept after the text is deleted. Null if it was erased, or never
   * stored.
   */
  consent_sha256: string | null;
  /** The problem of a rejected intent, returned again for the same key. */
  refusal: string | null;
  seq: number;
  /** When to poll the upstream if no webhook arrives before then. */
  check_after: string;
  created_at: string;
  updated_at: string;
}

/**
 * The consent and the terms sent upstream, encrypted: see `encryption/envelope-encryption.ts`. Deleted before the
 * contract is.
 */
interface ContractPayloadTable {
  contract_id: string;
  key_id: string;
  wrapped_key: string;
  sealed: string;
  created_at: string;
}

/** Each observed status: when the contract first had it, and when that was last confirmed (null if it never was). */
interface ContractStatusTable {
  contract_id: string;
  status: string;
  at: string;
  last_at: string | null;
}

/** Every accepted status event, by the ID that its sender assigned. */
interface WebhookInboxTable {
  partner: string;
  environment: Environment;
  webhook_id: string;
  received_at: string;
  body: string;
  contract_id: string | null;
}

/**
 * The `state` in the return URL of one signing session, with its contract and page. Single use. Only the hash of the
 * state is stored.
 */
interface SigningStateTable {
  state_hash: string;
  contract_id: string;
  presentation: string;
  origin: string;
  return_to: string | null;
  expires_at: string;
  used_at: string | null;
}

/** An event for the site's webhook endpoints. `addressed_at` is null until deliveries have been created for it. */
interface OutboxEventTable {
  id: string;
  site_key: string;
  contract_id: string;
  body: string;
  created_at: string;
  addressed_at: string | null;
}

/**
 * The delivery of one event to one endpoint. `due_at` is the time of the next attempt. An attempt in progress
 * postpones it, so it also serves as a lease.
 */
interface DeliveryTable {
  event_id: string;
  endpoint: string;
  site_key: string;
  state: 'pending' | 'delivered' | 'given_up' | 'disabled' | 'removed';
  attempts: number;
  begun_at: string;
  due_at: string;
}

/** An endpoint that responded 410 Gone. */
interface DisabledEndpointTable {
  site_key: string;
  endpoint: string;
  disabled_at: string;
}

/** A session that may access a contract, other than the one that created it. */
interface ContractSessionTable {
  contract_id: string;
  session_id: string;
}

/** A link that opens a contract. Single use, valid on one site. Only the hash of its secret is stored. */
interface ResumeLinkTable {
  secret_hash: string;
  contract_id: string;
  site_key: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

/** A file that was forwarded to the upstream. Its content and name are never stored. */
interface UploadTable {
  id: string;
  site_key: string;
  session_id: string;
  kind: 'latest_bill' | 'tax_exemption';
  /** Null until the upstream has the whole file. */
  upstream_id: string | null;
  created_at: string;
  expires_at: string;
}

/**
 * A document that a customer signs by email: a usage authorization, or a contract (`contract_id`). At most one is open
 * per intent.
 */
interface SignatureRequestTable {
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

/** A session that was ended before its token expires. Deleted when no token of it can be valid any more. */
interface EndedSessionTable {
  session_id: string;
  ended_at: string;
}

/** How often an action was counted for an address, a session, a site or a recipient, whose addresses are keyed hashes. */
interface QuotaTable {
  key: string;
  window_start: string;
  count: number;
}

/** One row, which readiness checks write. */
interface ReadinessTable {
  id: number;
  checked_at: string;
}

export type ContractRow = Selectable<ContractTable>;
export type SigningStateRow = Selectable<SigningStateTable>;
export type SignatureRequestRow = Selectable<SignatureRequestTable>;
