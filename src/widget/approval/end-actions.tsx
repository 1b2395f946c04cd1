import type { ApprovalRequest } from '../../wire/approval-request.ts';
import { clearCustomerDraft } from '../customer/customer-draft.ts';
import type { SelectedOffer } from '../flow-reducer.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { WidgetContext } from '../widget-context.ts';
import { type PreparedHere, preparedHere, writeRole } from './prepared-here.ts';

interface EndActionsProps {
  readonly context: WidgetContext;
  /** Undefined if the request no longer exists. */
  readonly request: ApprovalRequest | undefined;
  readonly created: PreparedHere | undefined;
  readonly messages: ApprovalMessages['request'];
}

/**
 * Once the preparer can no longer revoke the request: another purchase if there is a contract, so that the same one is not
 * prepared twice; otherwise back to the form, if this page still has the input, or to the rates.
 */
export function EndActions({ context, request, created, messages }: EndActionsProps) {
  const selection = created?.selection;
  const leave = () => {
    writeRole(context, undefined);
    preparedHere(context).value = undefined;
  };
  const prepareAnother = () => {
    leave();
    clearCustomerDraft(context);
    context.dispatch({ type: 'restarted' });
  };
  const backToDetails = (selection: SelectedOffer) => {
    leave();
    context.dispatch({ type: 'offer_selected', selection });
  };
  const seeRates = () => {
    leave();
    context.dispatch({ type: 'restarted' });
  };
  if (request?.status === 'contract_created' || request?.status === 'signed')
    return (
      <>
        {request.contract && <p class="field-note">{messages.leaving}</p>}
        <div class="button-row">
          <button type="button" class="button-primary" onClick={prepareAnother}>
            {messages.prepareAnother}
          </button>
        </div>
      </>
    );
  return (
    <div class="button-row">
      {selection && (
        <button type="button" class="button-primary" onClick={() => backToDetails(selection)}>
          {messages.backToDetails}
        </button>
      )}
      <button type="button" onClick={seeRates}>
        {messages.seeRates}
      </button>
    </div>
  );
}
