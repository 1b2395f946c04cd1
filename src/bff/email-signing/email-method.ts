import { LRUCache } from 'lru-cache';
import type { AppContext } from '../app-context.ts';
import { ProblemError } from '../http/problem.ts';
import { refreshSignatureRequest } from '../signature-requests/poll-signature-requests.ts';
import { cancelRequest, resendRequest } from '../signature-requests/resend-cancel.ts';
import { NEVER_DUE } from '../signature-requests/signature-request-store.ts';
import type { SignatureRequestRow } from '../signature-requests/signature-request-table.ts';
import type { SigningMethod } from '../signing/signing-method.ts';
import type { ContractRow } from '../store/tables.ts';
import { ensureSignatureRequest, newSignatureRequest } from './create-signature-request.ts';

/** The upstream is asked about one letter no more often, and nobody waits for it longer. */
const MIN_INTERVAL_MS = 5_000;
const TIMEOUT_MS = 3_000;

/** Signing from an inbox, by a letter of the contract's own. */
export const emailMethod: SigningMethod = {
  upstreamInput: { signing: 'EXTERNAL' },
  newSignatureRequest,
  ensureSignatureRequest,
  async start(appContext, row) {
    const request = await findSignatureRequest(appContext, row);
    if (request) await refreshSignatureRequest(appContext, request);
  },
  createRefresher(appContext) {
    const recentlyRefreshed = new LRUCache<string, true>({ max: 10_000, ttl: MIN_INTERVAL_MS });
    return async (row) => {
      const request = recentlyRefreshed.has(row.id) ? undefined : await findSignatureRequest(appContext, row);
      // It is at its end, and all that follows from it was told.
      if (!request || request.check_after === NEVER_DUE || recentlyRefreshed.has(row.id)) return false;
      recentlyRefreshed.set(row.id, true);
      const timeout = new Promise<void>((done) => setTimeout(done, TIMEOUT_MS).unref());
      await Promise.race([refreshSignatureRequest(appContext, request), timeout]);
      return true;
    };
  },
  signatureRequest: {
    async resend(appContext, row, email) {
      await resendRequest(appContext, await requireSignatureRequest(appContext, row), email);
    },
    async cancel(appContext, row) {
      const request = await requireSignatureRequest(appContext, row);
      await cancelRequest(appContext, request);
      // What the contract's maker must hear now is told at once, if it listens.
      await emailMethod.start(appContext, row);
    },
  },
};

const findSignatureRequest = (
  { store }: AppContext,
  { letter_id }: ContractRow,
): Promise<SignatureRequestRow | undefined> =>
  store.selectFrom('letters').selectAll().where('id', '=', letter_id).executeTakeFirst();

async function requireSignatureRequest(appContext: AppContext, row: ContractRow): Promise<SignatureRequestRow> {
  const request = await findSignatureRequest(appContext, row);
  if (!request) throw new ProblemError('signature_request_closed');
  return request;
}
