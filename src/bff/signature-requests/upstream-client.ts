import type { LoaAgreements } from '../../upstreams/ecostruxure-loa/client.ts';
import type { AppContext } from '../app-context.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';

/** The upstream's letters of one customer, and the template of this one; undefined where the partner has no such upstream. */
export function upstreamClientFor(
  appContext: Pick<AppContext, 'partners' | 'loaClient'>,
  { partner, environment, contract_id }: Pick<SignatureRequestRow, 'partner' | 'environment' | 'contract_id'>,
  customerEmail: string,
): { readonly agreements: LoaAgreements; readonly templateId: string | undefined } | undefined {
  const access = appContext.partners.access(partner, environment === 'live' ? 'live' : 'test');
  if (!access?.loa) return undefined;
  const { usage, contract } = access.loa.templates;
  return {
    agreements: appContext.loaClient(access.loa).forCustomer({ email: customerEmail }),
    templateId: contract_id === null ? usage : contract,
  };
}
