import type { Offer } from '../../wire/offer.ts';
import type { ExistingContract, FieldProblem, LooseProblem, TermChange } from '../../wire/problem.ts';
import { type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import { toFieldPath } from '../customer/to-field-path.ts';
import type { Flow } from '../flow-reducer.ts';
import type { WidgetContext } from '../widget-context.ts';

export type Rejection =
  | {
      readonly kind: 'rate_changed';
      readonly from: Offer;
      readonly to: Offer;
      readonly changes: readonly TermChange[];
    }
  /** The supplier rejects this offer for this customer, and no change to the form can resolve the rejection. */
  | { readonly kind: 'rejected'; readonly fields: readonly FieldProblem[] }
  | { readonly kind: 'contract_exists'; readonly contract: ExistingContract }
  | { readonly kind: 'other'; readonly error: ErrorKind | 'price_unchecked' };

/**
 * Handles a problem response to contract creation. Moves the flow to the step in which the customer can resolve the
 * problem, or returns the rejection for the review step. Loaded on demand, because few customers need this code.
 *
 * @returns the rejection; `outcome_unknown` if the contract may have been created; `consent_changed` if the server's
 *   consent text has changed; or undefined if the customer leaves the review step
 */
export function handleRejection(
  context: WidgetContext,
  problem: LooseProblem,
  { selection, details }: Extract<Flow, { step: 'signing' }>,
): Rejection | 'outcome_unknown' | 'consent_changed' | undefined {
  const { code, errors = [] } = problem;
  if (code === 'rate_changed' && problem.offer) {
    context.dispatch({ type: 'rate_changed', offer: problem.offer });
    return { kind: 'rate_changed', from: selection.offer, to: problem.offer, changes: problem.changes ?? [] };
  }
  if (code === 'offer_expired' || code === 'offer_gone' || code === 'offer_invalid') {
    context.dispatch({ type: 'offer_unavailable', reason: code === 'offer_gone' ? code : 'offer_expired' });
    return undefined;
  }
  const fields = errors.flatMap((error) => {
    const path = toFieldPath(error, details.accounts.length);
    return path ? [{ ...error, path }] : [];
  });
  if (errors.length && fields.length === errors.length) {
    context.dispatch({ type: 'details_rejected', fields });
    return undefined;
  }
  if (code === 'contract_exists' && problem.contract) return { kind: code, contract: problem.contract };
  if (code === 'consent_changed') return code;
  if (code === 'contract_refused' || code === 'invalid_request') return { kind: 'rejected', fields: errors };
  if (code === 'contract_outcome_unknown' || code === 'request_in_progress') return 'outcome_unknown';
  if (code === 'price_check_unavailable') return { kind: 'other', error: 'price_unchecked' };
  return { kind: 'other', error: toErrorKind(new ProblemError(problem)) };
}
