import type { Selectable } from 'kysely';

/**
 * One letter that a customer is to sign from an inbox: of authorization, when it has no contract, or the contract's own. At most one
 * is ever out for it at a time.
 */
export interface SignatureRequestTable {
  id: string;
  partner: string;
  environment: string;
  site_key: string;
  session_id: string;
  idempotency_key: string;
  /** HMAC of the request. */
  request_hash: string;
  reference: string;
  /** The address it goes to, as its owner may see it. */
  recipient: string;
  accounts: string;
  status: string;
  reason: string | null;
  timeline: string;
  /** The upstream's letter that is out; null until it is known. */
  upstream_id: string | null;
  /** Which time it is sent. With the id, our reference upstream: one letter for each. */
  sending: number;
  /** How often the upstream was told to make this sending: after the first time, it is asked before it is told. */
  attempts: number;
  /** Who works on it holds it until this instant. */
  lease_until: string;
  /** From when on the upstream is to be asked, or told. */
  check_after: string;
  /** Who signs what, sealed (see `encryption/envelope-encryption.ts`); null once it is over. */
  key_id: string | null;
  wrapped_key: string | null;
  sealed: string | null;
  created_at: string;
  updated_at: string;
  /** The contract that is signed by it. */
  contract_id: string | null;
  /** The rest is null without a contract. Until when its price holds: signed later, it binds nobody. */
  holds_until: string | null;
  /** When it was signed, as the upstream says. */
  signed_at: string | null;
  /** What the upstream that made the contract must still be told: that it was signed, or that nobody will sign it. */
  owed: 'signature' | 'end' | null;
}

export type SignatureRequestRow = Selectable<SignatureRequestTable>;
