import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { createElement } from 'preact';
import type { Offer } from '../../wire/offer.ts';
import { getPreparedPurchase, type OpenedPurchase } from '../../wire/prepared-purchase.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { AsyncState } from '../async-state.ts';
import { customerDraft } from '../customer/customer-draft.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import type { SelectedOffer } from '../flow-reducer.ts';
import { toCustomerInput } from '../saved-purchase/to-customer-input.ts';
import { toSelection } from '../saved-purchase/to-selection.ts';
import type { WidgetContext } from '../widget-context.ts';
import { ApproverNotice } from './approver-notice.lazy.tsx';
import { openedRequest } from './opened-request.ts';
import { writeRole } from './prepared-here.ts';

/** An offer that has changed since it was prepared: the approver decides. */
export interface ChangedPurchase {
  readonly change: NonNullable<OpenedPurchase['change']>;
  readonly offer: Offer;
  readonly selection: SelectedOffer;
}

/** `spent`: the link was used or revoked, or has expired. */
type PurchaseError = ErrorKind | 'spent' | 'price_unchecked';

/** Opens the prepared purchase in the form, unless the approver must first see what has changed. */
export interface PurchaseStore {
  readonly state: ReadonlySignal<AsyncState<ChangedPurchase, PurchaseError>>;
  open(): Promise<void>;
  accept(): void;
  seeOtherRates(): void;
}

/**
 * Creates the store for one link.
 *
 * @param id undefined if the link opened nothing
 */
export function createPurchaseStore(context: WidgetContext, id: string | undefined): PurchaseStore {
  const state = signal<AsyncState<ChangedPurchase, PurchaseError>>({ status: 'loading' });
  const fail = (errorKind: PurchaseError) => {
    state.value = { status: 'error', errorKind };
  };

  return {
    state,
    async open() {
      if (id === undefined) return fail('spent');
      state.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        const [opened] = await Promise.all([
          client.call(getPreparedPurchase, { params: { id } }),
          // Loaded before the form, so that it does not move the form.
          ApproverNotice.preload(context),
        ]);
        const { purchase, offer, change, createdAt, expiresAt } = opened;
        const selection = offer && (await toSelection(client, offer, purchase.postalCode));
        batch(() => {
          const draft = customerDraft(context);
          draft.input.value = toCustomerInput(purchase);
          draft.prepared.value = { id, notice: createElement(ApproverNotice, { context }) };
          openedRequest(context).value = {
            legalName: purchase.customer.legalName,
            contactName: purchase.contact?.name,
            createdAt,
            expiresAt,
          };
          if (!selection) context.dispatch({ type: 'offer_unavailable', reason: 'offer_gone' });
          else if (change) state.value = { status: 'success', data: { change, offer: selection.offer, selection } };
          else context.dispatch({ type: 'offer_selected', selection });
        });
      } catch (error) {
        const contractId = error instanceof ProblemError ? error.problem.contract?.id : undefined;
        // The response that created it was lost.
        if (contractId !== undefined) context.dispatch({ type: 'contract_created', contractId });
        else fail(toPurchaseError(error));
      }
    },
    accept() {
      const { data } = state.peek();
      if (data) context.dispatch({ type: 'offer_selected', selection: data.selection });
    },
    seeOtherRates() {
      if (state.peek().status === 'error') writeRole(context, undefined);
      context.dispatch({ type: 'restarted' });
    },
  };
}

function toPurchaseError(error: unknown): PurchaseError {
  const code = error instanceof ProblemError ? error.problem.code : undefined;
  if (code === 'approval_link_spent' || code === 'not_found') return 'spent';
  return code === 'price_check_unavailable' ? 'price_unchecked' : toErrorKind(error);
}
