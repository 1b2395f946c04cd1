import type { Insertable, Kysely, Selectable } from 'kysely';

/**
 * What is kept, and for how long it must hold. No people's names, tax ids or account numbers: the upstream has them. Only
 * the sentence agreed to, kept word for word, names the business. Instants are ISO 8601 in UTC, JSON is text, so that the
 * same code runs on SQLite and PostgreSQL.
 */
export interface Tables {
  contracts: ContractTable;
  contract_statuses: ContractStatusTable;
  webhook_inbox: WebhookInboxTable;
  signing_states: SigningStateTable;
  contract_sessions: ContractSessionTable;
  resume_links: ResumeLinkTable;
}

export type Store = Kysely<Tables>;

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
  terms: string;
  consent_text: string;
  consent_at: string;
  /** The stored answer of a refused intent, to be given again. */
  refusal: string | null;
  seq: number;
  /** From when on the upstream is to be asked how it stands, if it has not said. */
  check_after: string;
  created_at: string;
  updated_at: string;
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

export type ContractRow = Selectable<ContractTable>;
export type NewContractRow = Insertable<ContractTable>;
export type SigningStateRow = Selectable<SigningStateTable>;
