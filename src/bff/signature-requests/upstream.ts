import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { LoaAgreements } from '../../upstreams/ecostruxure-loa/client.ts';
import { LoaRejectedError } from '../../upstreams/ecostruxure-loa/errors.ts';
import type { AppContext } from '../app-context.ts';
import type { SignatureRequestRow } from '../store/tables.ts';

/**
 * The agreements of one customer, and the template of this request; undefined if the partner has no email signing
 * service.
 */
export function upstreamClientFor(
  appContext: Pick<AppContext, 'partners' | 'loaClient'>,
  { partner, environment, contract_id }: Pick<SignatureRequestRow, 'partner' | 'environment' | 'contract_id'>,
  customerEmail: string,
): { readonly agreements: LoaAgreements; readonly templateId: string | undefined } | undefined {
  const access = appContext.partners.access(partner, environment);
  if (!access?.loa) return undefined;
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
export async function cancelAgreement(agreements: LoaAgreements, id: string): Promise<Agreement | undefined> {
  try {
    await agreements.remove(id);
    return undefined;
  } catch (error) {
    if (!(error instanceof LoaRejectedError && error.status === 409)) throw error;
    const agreement = await agreements.get(id);
    return agreement?.status === 'signed' || agreement?.status === 'declined' ? agreement : undefined;
  }
}
