import { batch, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import { awaitsSignature, hasEnded, isRetryable } from '../../wire/contract-status.ts';
import { Alert } from '../components/alert.tsx';
import { clearCustomerDraft, customerDraft } from '../customer/customer-draft.ts';
import type { CustomerInput } from '../customer/customer-input.ts';
import { reuseDraftForOtherCommodity, reuseDraftForOtherLocation } from '../customer/reuse-draft.ts';
import { errorText } from '../error-text.ts';
import type { TrackingMessages } from '../i18n/en/tracking-step.ts';
import { dispatchSigningEvent } from '../signing/signing-machine.ts';
import type { WidgetContext } from '../widget-context.ts';
import {
  ChangedOffer,
  correctableFields,
  draftInput,
  loadPurchase,
  rejectedNumbers,
  useSubmittedPurchase,
} from './resubmission.tsx';
import { waitsForOthers } from './timeline.tsx';

interface NextActionsProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/**
 * The customer's options after this contract: correct and resubmit it, choose another offer, buy the other commodity or
 * start over. Each action leads to a new contract at a current price. No action changes this contract.
 */
export function NextActions({ context, contract, messages }: NextActionsProps) {
  const { status } = contract;
  // The contract is waiting for other signers. Starting over would abandon a contract that the customer has signed.
  const isWaiting = awaitsSignature(status) && waitsForOthers(contract.signing);
  const flow = context.flow.value;
  const paused = customerDraft(context).paused.value;
  const canRetry = isRetryable(status);
  // The email could still be signed after the customer has left the contract, so the contract must be canceled first.
  const isCancelable = contract.signing.signatureRequest?.canCancel === true;
  const { purchase, retry } = useSubmittedPurchase(context, contract);
  const { selection: currentSelection, change } = purchase.data ?? {};
  const input = draftInput(context, contract.id) ?? purchase.data?.input;
  const selection = (flow.step === 'tracking' && flow.contractId && flow.selection) || currentSelection;
  // The button for corrections is shown only after the customer can see the changed terms.
  const isChangeShown = useSignal(false);
  const fields = input && selection ? correctableFields(contract, input.accounts) : [];
  // If the customer is buying both commodities, the second commodity follows after the first contract is signed.
  const [nextCommodity] = awaitsSignature(status) || hasEnded(status) ? [] : context.pendingCommodities.value;

  const isConfirming = useSignal(false);
  const startOverButton = useRef<HTMLButtonElement>(null);
  const wasConfirming = useRef(false);
  useEffect(() => {
    // The button that had the focus has been removed, so the start-over button gets the focus.
    if (wasConfirming.current && !isConfirming.value) startOverButton.current?.focus();
    wasConfirming.current = isConfirming.value;
  }, [isConfirming.value]);
  const confirm = (isOpen: boolean) => {
    isConfirming.value = isOpen;
  };

  /** Fills the form with the purchase of this contract, unless the form already contains it. */
  const fillForm = (loaded: CustomerInput | undefined) => {
    const draft = customerDraft(context);
    if (!loaded || draftInput(context, contract.id)) return;
    batch(() => {
      draft.input.value = loaded;
      draft.contractId.value = contract.id;
      draft.files.value = {};
    });
  };
  /** Records that the next contract replaces this contract, which has ended. */
  const replace = () => {
    fillForm(purchase.data?.input);
    const { correctedContractId, paused, rejectedNumbers: rejected } = customerDraft(context);
    correctedContractId.value = contract.id;
    rejected.value = rejectedNumbers(fields, input?.accounts ?? []);
    paused.value = undefined;
  };
  /** Resets the signing state, because the next contract has a separate signing state. */
  const leave = () => dispatchSigningEvent(context, { type: 'reset' });
  const restart = () => {
    leave();
    context.dispatch({ type: 'restarted' });
  };
  const isLoadingDetails = useSignal(false);
  /** Loads the business details if a reload has removed them, for example because signing used the same tab. */
  const withDetails = async (next: () => void): Promise<void> => {
    if (isLoadingDetails.value) return;
    isLoadingDetails.value = true;
    if (!customerDraft(context).input.peek()) fillForm((await loadPurchase(context, contract.id)).data?.input);
    isLoadingDetails.value = false;
    next();
  };
  const buyOtherCommodity = () => {
    reuseDraftForOtherCommodity(context);
    context.sessionStore.write('purchasedReference', contract.reference);
    restart();
  };
  const startOver = () => {
    clearCustomerDraft(context);
    restart();
  };
  const buyForOtherLocation = () => {
    reuseDraftForOtherLocation(context);
    leave();
    context.dispatch({ type: 'restarted', isOtherLocation: true });
  };

  return (
    <>
      {purchase.status === 'loading' && <p class="action-note">{context.catalog.app.loading}</p>}
      {purchase.status === 'error' && purchase.errorKind === 'unavailable' && (
        <p class="action-note">{messages.inputLost}</p>
      )}
      {purchase.status === 'error' && purchase.errorKind !== 'unavailable' && (
        <Alert action={context.catalog.app.tryAgain} onAction={retry}>
          {errorText(context, purchase.errorKind)}
        </Alert>
      )}
      {fields.length > 0 && <p class="action-note">{messages.correctHint}</p>}
      {fields.length > 0 && currentSelection && change && (
        <ChangedOffer
          context={context}
          offer={currentSelection.offer}
          change={change}
          hint={messages.termsChanged}
          onShown={() => {
            isChangeShown.value = true;
          }}
        />
      )}
      <div class="button-row">
        {paused && (
          <button
            type="button"
            class="button-primary"
            onClick={() => {
              leave();
              customerDraft(context).paused.value = undefined;
              context.dispatch({ type: 'resumed', purchase: paused });
            }}
          >
            {messages.resumePurchase}
          </button>
        )}
        {nextCommodity && (
          <button
            type="button"
            class="button-primary"
            aria-disabled={isLoadingDetails.value}
            onClick={() => withDetails(buyOtherCommodity)}
          >
            {messages.otherCommodity[nextCommodity]}
          </button>
        )}
        {fields.length > 0 && selection && (!change || isChangeShown.value) && (
          <button
            type="button"
            class="button-primary"
            onClick={() => {
              replace();
              leave();
              context.dispatch({ type: 'fix_requested', fields, selection });
            }}
          >
            {messages.correct}
          </button>
        )}
        {canRetry && purchase.status !== 'loading' && (
          <button
            type="button"
            class={fields.length ? '' : 'button-primary'}
            onClick={() => {
              replace();
              restart();
            }}
          >
            {retryLabel(contract, messages, input !== undefined)}
          </button>
        )}
        {!paused &&
          !isWaiting &&
          !isCancelable &&
          (!canRetry || (input && status === 'rejected')) &&
          !isConfirming.value && (
            <button
              ref={startOverButton}
              type="button"
              class={startOverClass(status)}
              aria-disabled={isLoadingDetails.value}
              onClick={
                awaitsSignature(status)
                  ? () => confirm(true)
                  : hasEnded(status)
                    ? startOver
                    : () => withDetails(buyForOtherLocation)
              }
            >
              {startOverLabel(contract, messages)}
            </button>
          )}
      </div>
      {isConfirming.value && awaitsSignature(status) && (
        <div class="action-note">
          <p id="abandon-confirmation">{messages.abandonConfirm}</p>
          <div class="button-row">
            <button
              type="button"
              class="button-primary"
              ref={(element) => element?.focus({ preventScroll: true })}
              aria-describedby="abandon-confirmation"
              onClick={() => confirm(false)}
            >
              {messages.abandonConfirmNo}
            </button>
            <button
              type="button"
              class="button-danger"
              aria-disabled={isLoadingDetails.value}
              onClick={() => withDetails(restart)}
            >
              {messages.abandonConfirmYes}
            </button>
          </div>
        </div>
      )}
    </>
  );
}

function retryLabel({ status }: Contract, messages: TrackingMessages, hasInput: boolean): string {
  if (status === 'declined') return messages.chooseAnother;
  return status === 'rejected' && hasInput ? messages.tryAgainWithDetails : messages.seeRates;
}

function startOverClass(status: Contract['status']): string {
  if (isRetryable(status)) return 'button-link';
  return hasEnded(status) ? 'button-primary' : '';
}

function startOverLabel({ status }: Contract, messages: TrackingMessages): string {
  if (awaitsSignature(status)) return messages.abandonUnsigned;
  return hasEnded(status) ? messages.startOver : messages.quoteAnother;
}
