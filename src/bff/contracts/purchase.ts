import { z } from 'zod';
import { contractStatus } from '../../wire/contract.ts';
import { hasEnded } from '../../wire/contract-status.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { Caller } from '../auth/caller.ts';
import { type Keys, requestHashes } from '../encryption/server-keys.ts';
import { signerHashes } from '../encryption/signer-address.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import { advisoryLock } from '../store/locks.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { findCorrected } from './earlier-purchase.ts';

/** A contract that is under way for an account of the same purchase. */
export interface ExistingPurchase {
  readonly row: ContractRow;
  /** Whether the caller's session may open it. Another session of the same signer may not. */
  readonly isAccessible: boolean;
  /** The sections of the request that differ from the request that created the contract. */
  readonly differs: readonly string[];
}

/** All values are keyed hashes, so that nothing personal is stored. */
export interface PurchaseColumns {
  readonly purchaseKeys: readonly string[];
  readonly signer_key: string;
  readonly section_hashes: string;
}

/** The hashes to store with a new intent, so that a later request for the same purchase is recognized. */
export function purchaseColumns(
  keys: Keys,
  { site }: Pick<Caller, 'site'>,
  request: CreateContractRequest,
  offer: ShownOffer,
): PurchaseColumns {
  const current: Keys = { ...keys, previous: [] };
  const hashes = sections(request).map(([name, value]) => [name, sectionHashes(keys, name, value)[0]]);
  return {
    purchaseKeys: [...new Set(accountHashes(current, site.key, request, offer))],
    signer_key: signerHashes(keys, site.key, request.signer.email)[0],
    section_hashes: JSON.stringify(Object.fromEntries(hashes)),
  };
}

/** Serializes the contract requests of one session. */
export const lockSession = (transaction: Store, siteKey: string, sessionId: string): Promise<void> =>
  advisoryLock(transaction, `${siteKey} ${sessionId}`);

/**
 * Finds the newest contract that has not ended and that corrects the same contract, or is for any of the request's
 * accounts at the same utility. There is one key per account, so that a request for only some of the accounts is
 * recognized too. A contract for the same account must belong to this session, to the same signer, or to the session
 * that prepared the purchase, or complete an approval request of one of these sessions.
 *
 * Call it in the transaction that stores the new intent. It serializes the requests that could find each other.
 */
export async function findExistingPurchase(
  transaction: Store,
  keys: Keys,
  caller: Caller,
  request: CreateContractRequest,
  offer: ShownOffer,
): Promise<ExistingPurchase | undefined> {
  const preparer = await findPreparer(transaction, caller, request);
  // Locked before the signer, as in the preparer's own requests.
  for (const session of preparer) await lockSession(transaction, caller.site.key, session);
  const signers = signerHashes(keys, caller.site.key, request.signer.email);
  // Locks the hashes of every key, because another process may have another active key while the server's secret is
  // being rotated.
  for (const signer of [...signers].sort()) await advisoryLock(transaction, `signer ${signer}`);
  const correctedId = await findCorrected(transaction, caller, request.corrects);
  if (correctedId !== null) await advisoryLock(transaction, `correction ${correctedId}`);
  const rows = await findCandidates(
    transaction,
    caller,
    accountHashes(keys, caller.site.key, request, offer),
    correctedId,
  );
  const sessions = [caller.sessionId, ...preparer];
  const isAccessibleTo = await findAccess(transaction, sessions);
  const approvals = await findApprovals(transaction, rows, sessions);
  for (const row of rows) {
    if (hasEnded(contractStatus.parse(row.status))) continue;
    const isAccessible = isAccessibleTo(row, caller.sessionId);
    const isRelated =
      preparer.some((session) => isAccessibleTo(row, session)) ||
      (row.approval_request_id !== null && approvals.includes(row.approval_request_id)) ||
      (correctedId !== null && row.corrected_contract_id === correctedId) ||
      (row.signer_key !== null && signers.includes(row.signer_key));
    if (isAccessible || isRelated)
      // Lists the differences only for a session with access. Otherwise a stranger could find out the customer's data
      // by trial and error.
      return { row, isAccessible, differs: isAccessible ? differingSections(keys, row, request) : [] };
  }
  return undefined;
}

/**
 * Finds the contracts for any of these accounts, and those that correct the same contract, newest first. Looks up their
 * IDs first, and compares the site here: SQLite would otherwise read all contracts of the site.
 */
async function findCandidates(
  transaction: Store,
  { site }: Caller,
  purchaseKeys: readonly string[],
  correctedId: string | null,
): Promise<readonly ContractRow[]> {
  const sameAccount = await transaction
    .selectFrom('purchase_keys')
    .select('contract_id')
    .where('purchase_key', 'in', purchaseKeys)
    .execute();
  const corrections =
    correctedId === null
      ? []
      : await transaction
          .selectFrom('contracts')
          .select('id')
          .where('corrected_contract_id', '=', correctedId)
          .execute();
  const ids = [...sameAccount.map(({ contract_id }) => contract_id), ...corrections.map(({ id }) => id)];
  if (ids.length === 0) return [];
  const rows = await transaction
    .selectFrom('contracts')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.filter(({ site_key, intent }) => site_key === site.key && intent !== 'refused');
}

async function findPreparer(
  transaction: Store,
  { sessionId, site }: Caller,
  { approvalRequestId }: CreateContractRequest,
): Promise<readonly string[]> {
  if (approvalRequestId === undefined) return [];
  const found = await transaction
    .selectFrom('approval_requests')
    .select('session_id')
    .where('id', '=', approvalRequestId)
    .where('approver_session_id', '=', sessionId)
    .where('site_key', '=', site.key)
    .executeTakeFirst();
  return found ? [found.session_id] : [];
}

/** Finds which of the approval requests that these contracts complete were created by these sessions. */
async function findApprovals(
  transaction: Store,
  contracts: readonly ContractRow[],
  sessions: readonly string[],
): Promise<readonly string[]> {
  const ids = contracts.flatMap(({ approval_request_id }) => approval_request_id ?? []);
  if (ids.length === 0) return [];
  const found = await transaction
    .selectFrom('approval_requests')
    .select('id')
    .where('id', 'in', ids)
    .where('session_id', 'in', sessions)
    .execute();
  return found.map(({ id }) => id);
}

/**
 * Loads which contracts were shared with these sessions.
 *
 * @returns a function that tells whether a session may open a contract
 */
async function findAccess(
  transaction: Store,
  sessions: readonly string[],
): Promise<(row: ContractRow, session: string) => boolean> {
  const shared = await transaction
    .selectFrom('contract_sessions')
    .select(['contract_id', 'session_id'])
    .where('session_id', 'in', sessions)
    .execute();
  return ({ id, session_id }, session) =>
    session_id === session || shared.some((access) => access.contract_id === id && access.session_id === session);
}

const accountHashes = (
  keys: Keys,
  siteKey: string,
  { accounts }: CreateContractRequest,
  { utility, commodity }: ShownOffer,
): string[] =>
  accounts.flatMap(({ identifier }) =>
    requestHashes(keys, JSON.stringify(['purchase', siteKey, utility, commodity, identifier])),
  );

const sectionHashes = (keys: Keys, name: string, value: unknown) =>
  requestHashes(keys, JSON.stringify(['section', name, value ?? null]));

/** The parts of a request that a customer would recognize. */
function sections(request: CreateContractRequest): readonly (readonly [name: string, value: unknown])[] {
  const { offerToken, customer, signer, contact, accounts, currentSupply, latestBill, taxExemption, consent } = request;
  return [
    ['offer', offerToken],
    ['customer', customer],
    ['signer', signer],
    ['contact', contact],
    ['accounts', accounts],
    ['currentSupply', currentSupply],
    ['documents', [latestBill ?? null, taxExemption ?? null]],
    ['consent', consent],
  ];
}

const storedSections = z.record(z.string(), z.string());

function differingSections(keys: Keys, { section_hashes }: ContractRow, request: CreateContractRequest): string[] {
  const stored = storedSections.parse(JSON.parse(section_hashes ?? '{}'));
  return sections(request)
    .filter(([name, value]) => !sectionHashes(keys, name, value).includes(stored[name] ?? ''))
    .map(([name]) => name);
}
