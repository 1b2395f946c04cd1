import type { Insertable, Kysely, Selectable } from 'kysely';
import type { SignatureRequestTable } from '../signature-requests/signature-request-table.ts';

/**
 * What is kept, and for how long it must hold. No people's names, tax ids or account numbers: the upstream has them. Only
 * the sentence agreed to names the business, and it is sealed. Instants are ISO 8601 in UTC, JSON is text, so that the
 * same code runs on SQLite and PostgreSQL.
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
}

export type Store = Kysely<Tables>;

/** Every table, those that others refer to first: the order in which rows can be copied. */
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
] as const satisfies readonly (keyof Tables)[];

/** One customer intent. Written before the upstream hears of it; at most one contract ever comes from it. */
interface ContractTable {
  /** Ours, and the upstream's `partnerReference`. */
  id: string;
  partner: string;
  environment: string;
  site_key: string;
  session_id: string;
  idempotency_key: string;
  /** HMAC of the request: tells a retry from another request under the same key, and gives nothing away. */
  request_hash: string;
  /** pending: the upstream may or may not have it. created, refused: final. */
  intent: 'pending' | 'created' | 'refused';
  /** Who works on a pending intent holds it until this instant. */
  lease_until: string;
  upstream_id: string | null;
  reference: string;
  status: string;
  reasons: string;
  accounts: string;
  /** Who signs, in order, as the upstream last said; empty until it has. */
  signers: string;
  /** The letter by which it is signed from an inbox; null where it is signed in a session opened here. */
  letter_id: string | null;
  terms: string;
  consent_at: string;
  /** SHA-256 of the sentence that was agreed to (UTF-8, base64url), kept when the sentence is gone; null where it never was kept, or was erased. */
  consent_sha256: string | null;
  /** The stored answer of a refused intent, to be given again. */
  refusal: string | null;
  seq: number;
  /** From when on the upstream is to be asked how it stands, if it has not said. */
  check_after: string;
  created_at: string;
  updated_at: string;
}

/** What was agreed to and told upstream, sealed: see `encryption/envelope-encryption.ts`. Gone before its contract is. */
interface ContractPayloadTable {
  contract_id: string;
  key_id: string;
  wrapped_key: string;
  sealed: string;
  created_at: string;
}

/** Each status ever heard: when it was first reached, and when last it was still said (null: not since). */
interface ContractStatusTable {
  contract_id: string;
  status: string;
  at: string;
  last_at: string | null;
}

/** Every webhook that was acknowledged, by its sender's id. */
interface WebhookInboxTable {
  partner: string;
  environment: string;
  webhook_id: string;
  received_at: string;
  body: string;
  contract_id: string | null;
}

/** A way back from signing: one use, one session. Only the state's hash is kept. */
interface SigningStateTable {
  state_hash: string;
  contract_id: string;
  presentation: string;
  origin: string;
  return_to: string | null;
  expires_at: string;
  used_at: string | null;
}

/** Something site owners are told of. Without an `addressed_at`, nobody has looked yet who wants to hear it. */
interface OutboxEventTable {
  id: string;
  site_key: string;
  contract_id: string;
  body: string;
  created_at: string;
  addressed_at: string | null;
}

/** One event for one endpoint. `due_at` is when to try next; who tries puts it off for that long, which is the lease. */
interface DeliveryTable {
  event_id: string;
  endpoint: string;
  site_key: string;
  state: 'pending' | 'delivered' | 'given_up' | 'disabled' | 'removed';
  attempts: number;
  begun_at: string;
  due_at: string;
}

/** An endpoint that answered 410. */
interface DisabledEndpointTable {
  site_key: string;
  endpoint: string;
  disabled_at: string;
}

/** A further session that a contract belongs to, besides the one that made it. */
interface ContractSessionTable {
  contract_id: string;
  session_id: string;
}

/** A way back to a contract: one use, one site. Only the secret's hash is kept. */
interface ResumeLinkTable {
  secret_hash: string;
  contract_id: string;
  site_key: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

/** A file that went through to the upstream: never a byte of it, nor its name. */
interface UploadTable {
  id: string;
  site_key: string;
  session_id: string;
  kind: 'latest_bill' | 'tax_exemption';
  /** Null until the upstream has the whole of it. */
  upstream_id: string | null;
  created_at: string;
  expires_at: string;
}

export type ContractRow = Selectable<ContractTable>;
export type NewContractRow = Insertable<ContractTable>;
export type SigningStateRow = Selectable<SigningStateTable>;
