import { sql } from 'kysely';
import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { LoaAgreements, References } from '../../upstreams/ecostruxure-loa/client.ts';
import { LoaRejectedError, LoaUnavailableError } from '../../upstreams/ecostruxure-loa/transport.ts';
import type { AppContext, SignatureRequestContext } from '../app-context.ts';
import { describeError } from '../log.ts';
import { acquireLease, isoAfter } from '../store/locks.ts';
import type { SignatureRequestRow } from '../store/tables.ts';
import { decryptPayload, type SignatureRequestPayload } from './payload.ts';
import {
  findSignatureRequest,
  recordAgreement,
  setStatus,
  withLockedSignatureRequest,
} from './signature-request-store.ts';
import { isOpen, MAX_SENDS, STATUS_OF_AGREEMENT } from './status.ts';

/** The lease of an attempt, which is longer than canceling, looking up and creating an agreement can take in total. */
const LEASE_MS = 45_000;
/**
 * The time after an attempt without a response during which the upstream may still create its agreement. Until then,
 * the request is neither sent again nor closed. Otherwise, there could be two agreements, or an agreement that is not
 * in the store.
 */
const SETTLING_MS = 2 * 60_000;
/** The remaining part of `SETTLING_MS` when the lease of an attempt has expired. */
export const SETTLING_AFTER_LEASE_MS = SETTLING_MS - LEASE_MS;

/**
 * Sends a prepared signature request at most once. The attempt is counted before the call. From the second attempt on,
 * the agreement is first looked up by our reference. If the response is lost, the request stays in preparation, and the
 * next polls look the agreement up. Once the upstream has had enough time, a poll sends the request again.
 */
export async function sendSignatureRequest(appContext: SignatureRequestContext, id: string): Promise<void> {
  const row = await startAttempt(appContext, id);
  if (!row) return findLostAgreement(appContext, id);
  const payload = decryptPayload(appContext.payloadKeys, row);
  if (!payload) return markFailed(appContext, row, 'no payload');
  const upstream = upstreamClientFor(appContext, row, payload);
  if (!upstream?.templateId) {
    // This process may have an outdated configuration. Until it is corrected, nothing is sent and nothing is ended.
    await releaseAttempt(appContext, row);
    return logUnknownOutcome(appContext, row, new MissingServiceError());
  }
  let isSent = false;
  try {
    const finalAgreement = payload.previousId && (await cancelAgreement(upstream.agreements, row, payload.previousId));
    // The previous agreement was signed or declined before we could replace it.
    if (finalAgreement) return await recordAgreement(appContext, row, finalAgreement);
    const [reference] = referencesOf(row);
    if (row.attempts === 1 && row.sending > 1) {
      const signedMeanwhile = await cancelUnknownSends(upstream.agreements, row);
      if (signedMeanwhile) return await recordAgreement(appContext, row, signedMeanwhile);
    }
    // A contract that is requested again after a restore may have been sent before the restore.
    const mayBeKnown = row.attempts > 1 || (row.sending === 1 && row.contract_id !== null);
    const existing = mayBeKnown ? await upstream.agreements.findByReference(reference) : undefined;
    isSent = !existing;
    const agreement = existing ?? (await createAgreement(upstream.agreements, upstream.templateId, payload, reference));
    await recordAgreement(appContext, row, mayBeReplaced(agreement));
  } catch (error) {
    if (error instanceof LoaRejectedError && isFinal(error, payload))
      return markFailed(appContext, row, describeError(error), payload.previousId === undefined ? 'failed' : 'bounced');
    const isRejected = error instanceof LoaRejectedError && error.status !== 408;
    // Without a token, nothing was sent.
    const hasNoToken = error instanceof LoaUnavailableError && error.operation === 'token';
    if (!isSent || isRejected || hasNoToken) await releaseAttempt(appContext, row);
    logUnknownOutcome(appContext, row, error);
  }
}

/**
 * Cancels agreements that already have the reference of this send or a later one before its first attempt. They belong
 * to sends that are missing from a restored backup and may have gone to another address.
 *
 * @returns an agreement that has already been signed or declined
 */
async function cancelUnknownSends(agreements: LoaAgreements, row: SignatureRequestRow): Promise<Agreement | undefined> {
  for (let sending = MAX_SENDS; sending >= row.sending; sending--) {
    const [reference] = referencesOf({ id: row.id, sending });
    for (const { id, status } of await agreements.listByReference(reference)) {
      const finalAgreement = status === 'deleted' ? undefined : await cancelAgreement(agreements, row, id);
      if (finalAgreement) return finalAgreement;
    }
  }
  return undefined;
}

/** Occurs when the partner's configuration contains no email signing service or no template for the request. */
export class MissingServiceError extends Error {
  override readonly name = 'MissingServiceError';

  constructor() {
    super('the configuration contains no email signing service or no template for this request');
  }
}

/** Keeps a request open if its agreement was deleted, because the next poll looks for a send that replaced it. */
const mayBeReplaced = (agreement: Agreement): Agreement =>
  agreement.status === 'deleted' ? { ...agreement, status: 'created' } : agreement;

/** Takes back an attempt that created nothing, so that the next poll may send the request again. */
const releaseAttempt = async ({ store }: Pick<AppContext, 'store'>, { id, attempts, sending }: SignatureRequestRow) =>
  store
    .updateTable('letters')
    .set({ attempts: attempts - 1 })
    .where('id', '=', id)
    .where('sending', '=', sending)
    .where('attempts', '=', attempts)
    .execute();

const logUnknownOutcome = (
  { log }: Pick<AppContext, 'log'>,
  { id, partner }: SignatureRequestRow,
  error: unknown,
): void =>
  log.warn('signature_request_outcome_unknown', { partner, signatureRequest: id, error: describeError(error) });

/**
 * Statuses with which the API itself rejects our input. Any other status may come temporarily from a gateway in front
 * of the API.
 */
const INPUT_REJECTED: readonly number[] = [400, 422];

/**
 * Whether a rejection ends the request. A rejection of the new agreement does. So does a rejection of our credentials,
 * unless there is a previous agreement. While the previous agreement may still be open, the next poll tries again, so
 * that the previous agreement cannot be signed for a contract that has ended.
 */
const isFinal = ({ operation, status, detail }: LoaRejectedError, { previousId }: SignatureRequestPayload): boolean =>
  (['create', 'createFrom'].includes(operation) && INPUT_REJECTED.includes(status)) ||
  // A token rejection without an error code of RFC 6749 may come from a gateway.
  (operation === 'token' && detail !== undefined && previousId === undefined);

/**
 * Leases a request that is in preparation, and counts the attempt. Returns undefined if the request is not in
 * preparation, if another process is sending it, or if the outcome of the last attempt may still be unknown. Also
 * returns undefined if an email about the contract was reported.
 */
function startAttempt(
  { store, now: clock }: SignatureRequestContext,
  id: string,
): Promise<SignatureRequestRow | undefined> {
  const now = clock();
  return store.transaction().execute(async (transaction) => {
    const settledBefore = isoAfter(now, -SETTLING_AFTER_LEASE_MS);
    const condition = sql`status = 'preparing' and upstream_id is null
      and (attempts = 0 or lease_until <= ${settledBefore}) and not exists (
      select 1 from contracts where contracts.id = letters.contract_id and contracts.reported_at is not null)`;
    if (!(await acquireLease(transaction, 'letters', id, { now, durationMs: LEASE_MS, condition }))) return undefined;
    return transaction
      .updateTable('letters')
      .set(({ eb }) => ({ check_after: isoAfter(now, LEASE_MS), attempts: eb('attempts', '+', 1) }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
  });
}

/** Looks up the agreement of an attempt whose response was lost. Failures are logged. */
async function findLostAgreement(appContext: SignatureRequestContext, id: string): Promise<void> {
  const row = await findSignatureRequest(appContext, id);
  const isInProgress = !row || row.lease_until > appContext.now().toISOString();
  if (isInProgress || row.status !== 'preparing' || row.upstream_id !== null || row.attempts === 0) return;
  const payload = decryptPayload(appContext.payloadKeys, row);
  const upstream = payload && upstreamClientFor(appContext, row, payload);
  const [reference] = referencesOf(row);
  try {
    const found = await upstream?.agreements.findByReference(reference);
    if (found) await recordAgreement(appContext, row, mayBeReplaced(found));
  } catch (error) {
    logUnknownOutcome(appContext, row, error);
  }
}

async function createAgreement(
  agreements: LoaAgreements,
  templateId: string,
  { signer, formData, previousId }: SignatureRequestPayload,
  reference: string,
): Promise<Agreement> {
  const input = { templateId, signer, formData, reference };
  if (!previousId) return agreements.create(input);
  return agreements.createFrom(previousId, input).catch((error: unknown) => {
    // The upstream deletes old agreements. Our payload contains everything that a new agreement needs.
    if (error instanceof LoaRejectedError && error.status === 404) return agreements.create(input);
    throw error;
  });
}

/** @param status `bounced` if the customer can correct the address and send the request again */
function markFailed(
  appContext: SignatureRequestContext,
  request: SignatureRequestRow,
  error: string,
  status: 'failed' | 'bounced' = 'failed',
): Promise<void> {
  appContext.log.error('signature_request_rejected', { partner: request.partner, signatureRequest: request.id, error });
  return withLockedSignatureRequest(appContext, request, async (transaction, row) => {
    if (row.status === 'preparing') await setStatus(appContext, transaction, row, status);
  });
}

/** Our references for the agreements of a request: one for each send, starting with the current send. */
export const referencesOf = ({ id, sending }: Pick<SignatureRequestRow, 'id' | 'sending'>): References => [
  `${id}.${sending}`,
  ...Array.from({ length: sending - 1 }, (_, index) => `${id}.${sending - 1 - index}`),
];

/**
 * The agreements of one customer, and the template of this request; undefined if the partner has no email signing
 * service, or has changed it since the request was prepared.
 */
export function upstreamClientFor(
  appContext: Pick<AppContext, 'partners' | 'loaClient'>,
  { partner, environment, contract_id }: Pick<SignatureRequestRow, 'partner' | 'environment' | 'contract_id'>,
  { customerEmail, clientId }: Pick<SignatureRequestPayload, 'customerEmail' | 'clientId'>,
): { readonly agreements: LoaAgreements; readonly templateId: string | undefined } | undefined {
  const access = appContext.partners.access(partner, environment);
  if (!access?.loa || (clientId !== undefined && clientId !== access.loa.credentials.clientId)) return undefined;
  const { usage, contract } = access.loa.templates;
  return {
    agreements: appContext.loaClient(access.loa).forCustomer({ email: customerEmail }),
    templateId: contract_id === null ? usage : contract,
  };
}

/**
 * Cancels an agreement. Succeeds if it no longer exists.
 *
 * @returns the agreement if it has been signed or declined in the meantime; the caller must record that status
 * @throws UpstreamError if the agreement may still be open
 */
export async function cancelAgreement(
  agreements: LoaAgreements,
  row: Pick<SignatureRequestRow, 'id' | 'sending'>,
  id: string,
): Promise<Agreement | undefined> {
  try {
    await agreements.remove(id, referencesOf(row));
    return undefined;
  } catch (error) {
    if (!(error instanceof LoaRejectedError && error.status === 409)) throw error;
    const agreement = await agreements.get(id, referencesOf(row));
    if (agreement && isOpen(STATUS_OF_AGREEMENT[agreement.status])) throw error;
    return agreement?.status === 'signed' || agreement?.status === 'declined' ? agreement : undefined;
  }
}
