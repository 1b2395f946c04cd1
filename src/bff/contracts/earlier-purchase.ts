import { z } from 'zod';
import { contractStatus } from '../../wire/contract.ts';
import { isRetryable } from '../../wire/contract-status.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import { savedPurchase } from '../../wire/saved-purchase.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { readPayload } from '../encryption/contract-payload.ts';
import { readSignerAddress } from '../encryption/signer-address.ts';
import { ProblemError } from '../http/problem.ts';
import { shownOffer, type VerifiedOffer } from '../rates/offer-token.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import type { ShownPurchase } from './check-price.ts';
import { isAccessibleTo } from './contract-from-row.ts';

/**
 * Finds the approval request that a contract request completes. An approval request that was revoked after it was
 * opened also counts, because its preparer must see that there is a contract. An approval request also counts if the
 * store has no record that its link was opened, because a restored backup may be older than the opening. Its ID was
 * sent only to the preparer and to anyone who has opened the link.
 *
 * @returns the approval request's ID; null if there is none, or another session opened it
 */
export async function findAnsweredApproval(
  transaction: Store,
  { sessionId, site }: Pick<Caller, 'sessionId' | 'site'>,
  approvalRequestId: string | undefined,
): Promise<string | null> {
  if (approvalRequestId === undefined) return null;
  const found = await transaction
    .selectFrom('approval_requests')
    .select('id')
    .where('id', '=', approvalRequestId)
    .where(({ or, eb }) => or([eb('approver_session_id', '=', sessionId), eb('approver_session_id', 'is', null)]))
    .where('site_key', '=', site.key)
    .executeTakeFirst();
  return found?.id ?? null;
}

/**
 * Marks the approval request of a created contract as used, and deletes the prepared purchase, which the contract
 * replaces. Has no effect if another contract has completed the request. Call it in the transaction that stores the
 * created contract or takes over an adopted one.
 */
export const completeApproval = async (
  transaction: Store,
  { id, approval_request_id }: Pick<ContractRow, 'id' | 'approval_request_id'>,
  now: Date,
): Promise<void> => {
  await transaction
    .updateTable('approval_requests')
    .set({ ...NO_PAYLOAD, used_at: now.toISOString(), contract_id: id })
    .where('id', '=', approval_request_id)
    .where('used_at', 'is', null)
    .execute();
};

const RETRYABLE_STATUSES = contractStatus.options.filter(isRetryable);

const submittedPurchase = z.object({ shown: shownOffer, purchase: savedPurchase });

/**
 * The data with which the customer can correct a contract request and submit it again: everything except the tax ID and
 * the files.
 */
export function toSubmittedPurchase(
  { accounts, consent, contact, currentSupply, customer, signer, taxExemption }: CreateContractRequest,
  { holdsUntil: _until, shownAt: _at, ...shown }: VerifiedOffer,
): ShownPurchase {
  const { taxId: _taxId, ...business } = customer;
  return {
    shown,
    purchase: {
      locale: consent.locale,
      postalCode: accounts[0]?.serviceAddress.postalCode ?? '',
      customer: business,
      signer,
      accounts,
      ...(contact && { contact }),
      ...(currentSupply && { currentSupply }),
      ...(taxExemption && { taxExempt: true }),
    },
  };
}

/**
 * Returns the purchase of a contract. If the customer may correct the contract, any session with access can read the
 * purchase. Otherwise only the session that entered it can, to reuse the business details for another contract.
 *
 * @throws ProblemError purchase_unavailable
 */
export async function readSubmittedPurchase(
  appContext: Pick<AppContext, 'payloadKeys' | 'store'>,
  { sessionId }: Pick<Caller, 'sessionId'>,
  { id, session_id, status }: ContractRow,
): Promise<ShownPurchase> {
  const isReadable = isRetryable(contractStatus.parse(status)) || session_id === sessionId;
  const payload = isReadable ? await readPayload(appContext, id) : undefined;
  if (!payload?.purchase) throw new ProblemError('purchase_unavailable');
  const { shown, purchase } = submittedPurchase.parse(payload.purchase);
  // The customer may have corrected the email address when the contract was sent again.
  const email = await readSignerAddress(appContext.store, appContext.payloadKeys, id);
  const { signer } = purchase;
  return { shown, purchase: signer && email !== undefined ? { ...purchase, signer: { ...signer, email } } : purchase };
}

/**
 * Finds the contract that a request corrects. The session must have access to that contract, and the contract must have
 * ended before it was binding.
 *
 * @returns the corrected contract's ID; null if there is none
 */
export async function findCorrected(
  transaction: Store,
  { sessionId, site }: Pick<Caller, 'sessionId' | 'site'>,
  contractId: string | undefined,
): Promise<string | null> {
  if (contractId === undefined) return null;
  const found = await transaction
    .selectFrom('contracts')
    .select('id')
    .where('id', '=', contractId)
    .where('site_key', '=', site.key)
    .where(isAccessibleTo(sessionId))
    .where('intent', '=', 'created')
    .where('status', 'in', RETRYABLE_STATUSES)
    .executeTakeFirst();
  return found?.id ?? null;
}

/**
 * Replaces a corrected contract: deletes its encrypted payload, and shows the new contract to the preparer of its
 * approval request. Call it in the transaction that stores the created contract or takes over an adopted one.
 */
export async function replaceCorrected(
  transaction: Store,
  { id, corrected_contract_id }: Pick<ContractRow, 'id' | 'corrected_contract_id'>,
): Promise<void> {
  if (corrected_contract_id === null) return;
  await transaction.deleteFrom('contract_payloads').where('contract_id', '=', corrected_contract_id).execute();
  await transaction
    .updateTable('approval_requests')
    .set({ contract_id: id })
    .where('contract_id', '=', corrected_contract_id)
    .execute();
}
