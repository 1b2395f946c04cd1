/** A session that may access a contract, other than the one that created it. */
export interface ContractSessionTable {
  contract_id: string;
  session_id: string;
}

/** A link that opens a contract. Single use, valid on one site. Only the hash of its secret is stored. */
export interface ResumeLinkTable {
  secret_hash: string;
  contract_id: string;
  site_key: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

/**
 * A purchase that one person prepared and another is to sign. Its link is single use and valid on one site. Only the hash
 * of the link's secret is stored.
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
