import type { Contract } from '../../wire/contract.ts';
import { hasFailed, isRetryable, isUnsigned } from '../contract/contract-status.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import type { WidgetContext } from '../widget-context.ts';
import { correctableFields } from './correctable-fields.ts';

interface NextActionsProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/**
 * What can be done after this contract: put it right and send it again, take another offer, begin anew. Each makes a
 * new contract from a price of today, never quietly another document for this one.
 */
export function NextActions({ context, contract, messages }: NextActionsProps) {
  const { status } = contract;
  const flow = context.flow.value;
  const customerInput = context.customerInput.value;
  const canRetry = isRetryable(status);
  const canCorrect = customerInput && flow.step === 'tracking' && flow.contractId && flow.selection;
  const fields = canCorrect ? correctableFields(contract, customerInput.accounts) : [];
  const retryLabels = {
    rejected: customerInput ? messages.tryAgainWithDetails : messages.seeRates,
    declined: messages.chooseAnother,
  };
  const tryAgain = () => context.dispatch({ type: 'restarted' });
  // Both energies are bought: once this one is signed, the other is next.
  const [nextCommodity] = isUnsigned(status) || hasFailed(status) ? [] : context.pendingCommodities.value;

  return (
    <>
      {fields.length > 0 && <p class="action-note">{messages.correctHint}</p>}
      {canRetry && !customerInput && <p class="action-note">{messages.inputLost}</p>}
      <div class="button-row">
        {nextCommodity && (
          <button
            type="button"
            class="button-primary"
            onClick={() => {
              // The same business at the same doors, but other meters, and another bill from another supplier.
              context.customerInput.value = customerInput && {
                ...customerInput,
                fields: { ...customerInput.fields, '/currentSupply/supplier': '', '/currentSupply/contractEnd': '' },
                accounts: customerInput.accounts.map(({ annualUsage: _, ...account }) => ({
                  ...account,
                  identifier: '',
                  meterNumber: '',
                })),
              };
              const { latest_bill: _, ...files } = context.files.value;
              context.files.value = files;
              context.importedLocations.value = undefined;
              tryAgain();
            }}
          >
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
          <button type="button" class={fields.length ? '' : 'button-primary'} onClick={tryAgain}>
            {status === 'rejected' || status === 'declined' ? retryLabels[status] : messages.seeRates}
          </button>
        )}
        {(!canRetry || customerInput) && (
          <button
            type="button"
            class={hasFailed(status) && !canRetry ? 'button-primary' : ''}
            onClick={() => {
              context.customerInput.value = undefined;
              context.files.value = {};
              tryAgain();
            }}
          >
            {isUnsigned(status)
              ? messages.abandonUnsigned
              : hasFailed(status)
                ? messages.startOver
                : messages.quoteAnother}
          </button>
        )}
      </div>
    </>
  );
}
