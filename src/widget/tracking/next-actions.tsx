import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import { awaitsSignature, hasEnded, isRetryable } from '../../wire/contract-status.ts';
import { clearCustomerDraft, customerDraft } from '../customer/customer-draft.ts';
import { reuseDraftForOtherCommodity } from '../customer/reuse-draft.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import type { WidgetContext } from '../widget-context.ts';
import { correctableFields } from './correctable-fields.ts';
import { waitsForOthers } from './timeline.tsx';

interface NextActionsProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/**
 * What the customer can do after this contract: correct and resubmit it, choose another offer, buy the other commodity
 * or start over. Each action leads to a new contract at a current price. No action changes this contract.
 */
export function NextActions({ context, contract, messages }: NextActionsProps) {
  const { status } = contract;
  // The contract is waiting for others: starting over would leave a contract that the customer has signed.
  const isWaiting = awaitsSignature(status) && waitsForOthers(contract.signing);
  const flow = context.flow.value;
  const input = customerDraft(context).input.value;
  const canRetry = isRetryable(status);
  const canCorrect = input && flow.step === 'tracking' && flow.contractId && flow.selection;
  const fields = canCorrect ? correctableFields(contract, input.accounts) : [];
  // If the customer is buying both commodities, the second one follows once the first contract is signed.
  const [nextCommodity] = awaitsSignature(status) || hasEnded(status) ? [] : context.pendingCommodities.value;

  const isConfirming = useSignal(false);
  const startOverButton = useRef<HTMLButtonElement>(null);
  const wasConfirming = useRef(false);
  useEffect(() => {
    // The focused button has been removed.
    if (wasConfirming.current && !isConfirming.value) startOverButton.current?.focus();
    wasConfirming.current = isConfirming.value;
  }, [isConfirming.value]);
  const confirm = (isOpen: boolean) => {
    isConfirming.value = isOpen;
  };

  const restart = () => context.dispatch({ type: 'restarted' });
  const buyOtherCommodity = () => {
    reuseDraftForOtherCommodity(context);
    context.sessionStore.write('purchasedReference', contract.reference);
    restart();
  };
  const startOver = () => {
    clearCustomerDraft(context);
    restart();
  };

  return (
    <>
      {fields.length > 0 && <p class="action-note">{messages.correctHint}</p>}
      {canRetry && !input && <p class="action-note">{messages.inputLost}</p>}
      <div class="button-row">
        {nextCommodity && (
          <button type="button" class="button-primary" onClick={buyOtherCommodity}>
            {messages.otherCommodity[nextCommodity]}
          </button>
        )}
        {fields.length > 0 && (
          <button
            type="button"
            class="button-primary"
            onClick={() => context.dispatch({ type: 'fix_requested', fields })}
          >
            {messages.correct}
          </button>
        )}
        {canRetry && (
          <button type="button" class={fields.length ? '' : 'button-primary'} onClick={restart}>
            {retryLabel(contract, messages, input !== undefined)}
          </button>
        )}
        {!isWaiting && (!canRetry || (input && status === 'rejected')) && !isConfirming.value && (
          <button
            ref={startOverButton}
            type="button"
            class={startOverClass(status)}
            onClick={awaitsSignature(status) ? () => confirm(true) : startOver}
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
            <button type="button" class="button-danger" onClick={startOver}>
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
