import type { LoaAgreements } from '../../upstreams/ecostruxure-loa/client.ts';
import type { Deps } from '../deps.ts';
import type { LetterRow } from './letter-table.ts';

/** The upstream's letters of one customer, and the template of this one; undefined where the partner has no such upstream. */
export const lettersOf = (
  deps: Pick<Deps, 'partners' | 'loa'>,
  { partner, environment, contract_id }: Pick<LetterRow, 'partner' | 'environment' | 'contract_id'>,
  customerEmail: string,
): { readonly letters: LoaAgreements; readonly templateId: string | undefined } | undefined => {
  const access = deps.partners.access(partner, environment === 'live' ? 'live' : 'test');
  if (!access?.letters) return undefined;
  const { usage, contract } = access.letters.templates;
  return {
    letters: deps.loa(access.letters).as({ email: customerEmail }),
    templateId: contract_id === null ? usage : contract,
  };
};
