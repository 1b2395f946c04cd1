import { LRUCache } from 'lru-cache';
import type { SigningContext } from '../app-context.ts';
import type { SigningMethod } from '../contracts/signing-method.ts';
import { ProblemError } from '../http/problem.ts';
import { refreshSignatureRequest } from '../signature-requests/poll.ts';
import { cancelRequest, resendRequest } from '../signature-requests/resend-cancel.ts';
import { findSignatureRequest } from '../signature-requests/signature-request-store.ts';
import { NEVER_DUE } from '../store/lease.ts';
import type { ContractRow, SignatureRequestRow } from '../store/tables.ts';
import { ensureSignatureRequest, newSignatureRequest } from './create-signature-request.ts';

/**
 * Minimum interval between upstream queries about one signature request, and how long a customer waits for a query.
 */
const MIN_INTERVAL_MS = 5_000;
const TIMEOUT_MS = 3_000;
const MAX_TRACKED_CONTRACTS = 10_000;

/** Signs contracts by email. Each contract has its own signature request. */
export const emailMethod: SigningMethod<SigningContext> = {
  newSignatureRequest,
  ensureSignatureRequest,
  async start(appContext, row) {
    const request = await findSignatureRequest(appContext, row.letter_id);
    if (request) await refreshSignatureRequest(appContext, request);
  },
  createRefresher(appContext) {
    const recentlyRefreshed = new LRUCache<string, true>({ max: MAX_TRACKED_CONTRACTS, ttl: MIN_INTERVAL_MS });
    return async (row) => {
      const request = recentlyRefreshed.has(row.id) ? undefined : await findSignatureRequest(appContext, row.letter_id);
      // `NEVER_DUE`: the request is closed, and its outcome has been sent.
      if (!request || request.check_after === NEVER_DUE || recentlyRefreshed.has(row.id)) return false;
      recentlyRefreshed.set(row.id, true);
      const timeout = new Promise<void>((done) => setTimeout(done, TIMEOUT_MS).unref());
      await Promise.race([refreshSignatureRequest(appContext, request), timeout]);
      return true;
    };
  },
  signatureRequest: {
    async resend(appContext, caller, row, email) {
      await resendRequest(appContext, caller, await requireSignatureRequest(appContext, row), email);
    },
    async cancel(appContext, row) {
      await cancelRequest(appContext, await requireSignatureRequest(appContext, row));
      // Sends the outcome to the enrollment backend immediately, if the backend is available.
      await emailMethod.start(appContext, row);
    },
  },
};

async function requireSignatureRequest(appContext: SigningContext, row: ContractRow): Promise<SignatureRequestRow> {
  const request = await findSignatureRequest(appContext, row.letter_id);
  if (!request) throw new ProblemError('signature_request_closed');
  return request;
}
