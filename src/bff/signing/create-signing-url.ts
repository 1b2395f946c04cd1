import type { Presentation } from '../../wire/session.ts';
import type { SigningSession } from '../../wire/signing.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { contractFromRow } from '../contracts/contract-from-row.ts';
import { awaitsSignature } from '../contracts/contract-status.ts';
import { refreshContract } from '../contracts/refresh.ts';
import { ProblemError } from '../http/problem.ts';
import type { ContractRow } from '../store/tables.ts';
import { issueSigningState } from './signing-state.ts';
import { isSigningUrl } from './signing-url.ts';

/**
 * A fresh signing URL on the contract's envelope, for its first signer.
 *
 * @throws ProblemError signing_not_possible | upstream_invalid, when the address is not the signing service's
 */
export async function createSigningUrl(
  appContext: AppContext,
  caller: Caller,
  row: ContractRow,
  { presentation, returnTo }: { readonly presentation: Presentation; readonly returnTo: string | undefined },
): Promise<SigningSession> {
  const { status, signing } = await contractFromRow(appContext.store, row);
  if (!awaitsSignature(status) || signing.you !== 'waiting') throw new ProblemError('signing_not_possible');
  const { access, origin } = caller;
  const state = await issueSigningState(appContext, { contractId: row.id, presentation, origin, returnTo });
  const response = await appContext.mscClient(access).contracting.createSigningUrl({
    contractId: row.upstream_id ?? '',
    returnUrl: `${appContext.publicOrigin}/signing/return?state=${state}`,
    // DocuSign's app and every page around it, as bare origins; each is short enough for the 500 characters they may have.
    frameAncestors: [...new Set([access.signingAppOrigin, origin, appContext.publicOrigin])],
    messageOrigins: [access.signingAppOrigin],
    presentation,
  });
  if (!response.ok) {
    // The upstream knows better how the contract stands than we do: learn it.
    await refreshContract(appContext, row.id);
    throw new ProblemError('signing_not_possible');
  }
  const { url, expiresAt } = response.value;
  if (!isSigningUrl(url, access.signingOrigins)) {
    appContext.log.error('signing_url_untrusted', { partner: caller.site.partner, contract: row.id });
    throw new ProblemError('upstream_invalid');
  }
  return { url, presentation, expiresAt: new Date(expiresAt).toISOString() };
}
