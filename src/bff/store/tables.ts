import type { Kysely, Selectable } from 'kysely';
import type { Environment } from '../partners/site.ts';
import type {
  ApprovalRequestTable,
  ContractSessionTable,
  DeliveryTable,
  DisabledEndpointTable,
  OutboxEventTable,
  ResumeLinkTable,
  SignatureRequestTable,
  SigningStateTable,
  WebhookInboxTable,
} from './feature-tables.ts';

/**
 * The database schema. It has no columns for names, tax IDs or account numbers in plain text. The consent text contains
 * the name of the business, so it is encrypted. The only free text is in reasons, such as a signer's reason for
 * declining. Instants are ISO 8601 in UTC and JSON is stored as text, so that the same code runs on SQLite and
 * PostgreSQL.
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
  erased_contracts: ErasedContractTable;
  audit_log: AuditLogTable;
  retention_state: RetentionStateTable;
  readiness: ReadinessTable;
  ended_sessions: EndedSessionTable;
  quotas: QuotaTable;
  signer_addresses: SignerAddressTable;
  purchase_keys: PurchaseKeyTable;
  contract_evidence: ContractEvidenceTable;
  upstream_checks: UpstreamCheckTable;
  approval_requests: ApprovalRequestTable;
}

export type Store = Kysely<Tables>;

/** All tables except `readiness`, in an order in which rows can be copied: referenced tables first. */
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
  'erased_contracts',
  'audit_log',
  'retention_state',
  'ended_sessions',
  'quotas',
  'signer_addresses',
  'purchase_keys',
  'contract_evidence',
  'upstream_checks',
  'approval_requests',
] as const satisfies readonly (keyof Tables)[];

/** One customer intent, stored before the upstream call. At most one contract is ever created from it (invariant A). */
interface ContractTable {
  /** Our ID for the contract. The upstream stores it as its reference. */
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
  /** HMAC of the site and the signer's email address. Null in rows of older versions, and if it was erased. */
  signer_key: string | null;
  /** JSON: an HMAC of each section of the request, to find later differences. Null if `signer_key` is null. */
  section_hashes: string | null;
  /** The approval request that the contract completes; null if there is none, or another session opened it. */
  approval_request_id: string | null;
  /** The contract that this one corrects, if the session has access to it. */
  corrected_contract_id: string | null;
  /** The problem of a rejected intent, returned again for the same key. */
  refusal: string | null;
  /** When the receiver of an email about the contract reported that they did not request the email. */
  reported_at: string | null;
  seq: number;
  /** When to poll the upstream if no webhook arrives before then. */
  check_after: string;
  created_at: string;
  updated_at: string;
}

/**
 * The encrypted data of a contract request: see `encryption/contract-payload.ts`. It is deleted before the contract.
 */
interface ContractPayloadTable {
  contract_id: string;
  key_id: string;
  wrapped_key: string;
  sealed: string;
  created_at: string;
}

/** HMAC of an account of a contract, its utility and its site: recognizes a second request for the same purchase. */
interface PurchaseKeyTable {
  contract_id: string;
  purchase_key: string;
}

/**
 * The encrypted evidence of a contract: see `evidence/evidence.ts`. It is kept for years. Deleting the row destroys its
 * data key.
 */
interface ContractEvidenceTable {
  contract_id: string;
  key_id: string;
  wrapped_key: string;
  sealed: string;
  /** SHA-256 of the contract's document; null until it has been fetched completely. */
  document_sha256: string | null;
  /** The contract's status when that document was fetched. */
  document_status: string | null;
  created_at: string;
}

/** Each observed status: when the contract first had it, and when it was last confirmed, or null if it never was. */
interface ContractStatusTable {
  contract_id: string;
  status: string;
  at: string;
  last_at: string | null;
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

/** A tombstone: nothing about this contract is stored again. */
interface ErasedContractTable {
  contract_id: string;
  erased_at: string;
}

/** One audited action, chained to the previous one: see `audit/audit-log.ts`. Rows are never changed or deleted. */
interface AuditLogTable {
  seq: number;
  at: string;
  action: string;
  /** Canonical JSON, with `seq`, `at` and `action`. */
  entry: string;
  /** SHA-256 of the previous row's hash and `entry`. */
  hash: string;
}

/** When retention last ran with a clock that it trusted: see `retention/clock-check.ts`. One row. */
interface RetentionStateTable {
  id: number;
  trusted_at: string;
}

/** The `session_id` of erased contracts and signature requests. No session has this ID. */
export const ERASED_SESSION = 'erased';

/** The `session_id` of contracts that were adopted from the upstream. No session has this ID. */
export const ADOPTED_SESSION = 'adopted';

/** The `site_key` of an adopted contract while it is unknown which of the partner's sites created it. */
export const UNKNOWN_SITE = 'unknown';

/** A session that was ended before its token expires. Deleted when none of its tokens can still be valid. */
interface EndedSessionTable {
  /** SHA-256 of the session's ID. */
  session_hash: string;
  ended_at: string;
}

/** How often an action was counted for an IP address, a session, a site or a recipient, as keyed hashes. */
interface QuotaTable {
  key: string;
  window_start: string;
  count: number;
}

/** The email address of a contract's signer, encrypted, for sending a link after every session has ended. */
interface SignerAddressTable {
  contract_id: string;
  key_id: string;
  wrapped_key: string;
  sealed: string;
}

/** The time up to which a partner's contracts upstream have been compared with the store, and when to compare again. */
interface UpstreamCheckTable {
  partner: string;
  environment: string;
  checked_until: string;
  check_after: string;
}

/** One row, which readiness checks write. */
interface ReadinessTable {
  id: number;
  checked_at: string;
}

export type ContractRow = Selectable<ContractTable>;
export type SigningStateRow = Selectable<SigningStateTable>;
export type SignatureRequestRow = Selectable<SignatureRequestTable>;
export type ApprovalRequestRow = Selectable<ApprovalRequestTable>;
