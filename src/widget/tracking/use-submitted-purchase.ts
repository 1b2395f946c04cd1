import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import { isRetryable } from '../../wire/contract-status.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { AsyncState } from '../async-state.ts';
import { customerDraft } from '../customer/customer-draft.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import type { SubmittedPurchase } from '../saved-purchase/load-submitted-purchase.ts';
import type { WidgetContext } from '../widget-context.ts';

/** `unavailable`: the server does not have the purchase any more. */
type PurchaseState = AsyncState<SubmittedPurchase, ErrorKind | 'unavailable'>;

/** Loads the purchase of a contract that can be corrected, if the page has been reloaded since it was entered. */
export function useSubmittedPurchase(
  context: WidgetContext,
  { id, status }: Pick<Contract, 'id' | 'status'>,
): { readonly purchase: PurchaseState; retry(): void } {
  const state = useSignal<PurchaseState>({ status: 'idle' });
  const attempt = useSignal(0);
  const canRetry = isRetryable(status);
  const isNeeded = canRetry && !customerDraft(context).input.peek();
  // The first render already shows that it is loading.
  const purchase: PurchaseState = isNeeded && state.value.status === 'idle' ? { status: 'loading' } : state.value;
  useEffect(() => {
    if (!canRetry || customerDraft(context).input.peek()) return;
    let isCurrent = true;
    state.value = { status: 'loading' };
    void load(context, id).then((result) => {
      if (isCurrent) state.value = result;
    });
    return () => {
      isCurrent = false;
    };
  }, [context, id, canRetry, attempt.value]);
  return { purchase, retry: () => attempt.value++ };
}

async function load(context: WidgetContext, contractId: string): Promise<PurchaseState> {
  try {
    const { loadSubmittedPurchase } = await import('../saved-purchase/load-submitted-purchase.ts');
    return { status: 'success', data: await loadSubmittedPurchase(context, contractId) };
  } catch (error) {
    const isGone = error instanceof ProblemError && ['purchase_unavailable', 'not_found'].includes(error.problem.code);
    return { status: 'error', errorKind: isGone ? 'unavailable' : toErrorKind(error) };
  }
}
