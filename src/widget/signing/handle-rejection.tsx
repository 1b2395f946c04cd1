import { batch, type Signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { LooseProblem } from '../../wire/problem.ts';
import { ProblemError } from '../api/problem-error.ts';
import { toFieldPath } from '../customer/map-server-errors.ts';
import { toErrorKind } from '../error-kind.ts';
import type { Flow } from '../flow-reducer.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import { type Rejection, RejectionNotice } from './rejection-notice.tsx';
import type { SubmitError } from './submit-error.ts';

interface SubmissionContext {
  readonly flow: Extract<Flow, { step: 'signing' }>;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly agreedSentence: Signal<string | undefined>;
  readonly submitError: Signal<SubmitError>;
}

/** Handles a problem response to contract creation. Loaded on demand, because few customers need it. */
export function handleRejection(
  context: WidgetContext,
  problem: LooseProblem,
  { flow, idempotencyKeys, agreedSentence, submitError }: SubmissionContext,
): void {
  const { selection, details } = flow;
  const { code, errors = [] } = problem;
  const show = (rejection: Rejection) => {
    const Notice: ComponentType = () => <RejectionNotice context={context} rejection={rejection} />;
    submitError.value = Notice;
  };

  if (code === 'rate_changed' && problem.offer) {
    const to = problem.offer;
    idempotencyKeys.reset();
    batch(() => {
      agreedSentence.value = undefined;
      show({ kind: 'rate_changed', from: selection.offer, to });
      context.dispatch({ type: 'rate_changed', offer: to });
    });
  } else if (code === 'offer_expired' || code === 'offer_gone' || code === 'offer_invalid') {
    context.dispatch({ type: 'offer_unavailable', reason: code === 'offer_gone' ? code : 'offer_expired' });
  } else if (errors.length && errors.every((error) => toFieldPath(error, details.accounts.length))) {
    context.dispatch({ type: 'details_rejected', fields: errors });
  } else if (code === 'contract_refused' || code === 'invalid_request') {
    show({ kind: 'rejected', fields: errors });
  } else if (code === 'contract_outcome_unknown' || code === 'request_in_progress') {
    submitError.value = 'unsure';
  } else {
    if (code === 'idempotency_key_reused') idempotencyKeys.reset();
    show({ kind: 'other', error: toErrorKind(new ProblemError(problem)) });
  }
}
