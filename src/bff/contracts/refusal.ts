import type { MscUserError } from '../../upstreams/msc/contracting-schema.ts';
import type { CreateContract } from '../../wire/contract.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import { makeOffer } from '../rates/offers.ts';
import type { Caller } from '../sites/authenticate.ts';
import { documentPath } from '../uploads/attached-documents.ts';

/**
 * The upstream's user errors as one problem. A moved rate comes with the offer as it stands now, so that the customer
 * sees old and new and agrees again (invariant G); a rate that is gone says so; the rest is told field by field.
 */
export const refusalFromUserErrors = async (
  deps: Deps,
  caller: Caller,
  { shown, request }: { readonly shown: ShownOffer; readonly request: CreateContract },
  userErrors: readonly MscUserError[],
): Promise<ProblemError> => {
  const codes = new Set(userErrors.map(({ code }) => code));
  if (codes.has('RATE_CHANGED')) {
    const price = await deps.msc(caller.access).pricing.price(shown.priceId);
    if (!price) return new ProblemError('offer_gone');
    return new ProblemError('rate_changed', { offer: makeOffer(deps, caller.site, price, shown) });
  }
  if (codes.has('RATE_EXPIRED')) return new ProblemError('offer_gone');
  const errors = userErrors.map((error) => asFieldProblem(error, request));
  const fields = errors.some(({ path }) => path !== '');
  return new ProblemError(fields ? 'invalid_request' : 'contract_refused', { errors });
};

/** The upstream names its input's fields as our wire does; only its input's root, its files and the codes' spelling differ. */
const asFieldProblem = ({ code, field }: MscUserError, request: CreateContract): FieldProblem => {
  const stable = code.toLowerCase();
  // The upstream's message may quote what was typed: our own words go out instead.
  const path = documentPath(request, field) ?? field.map((step) => `/${step}`).join('');
  return { path, code: stable, detail: stable.replaceAll('_', ' ') };
};
