import { getSubmittedPurchase, type OpenedPurchase } from '../../wire/prepared-purchase.ts';
import { customerDraft } from '../customer/customer-draft.ts';
import type { SelectedOffer } from '../flow-reducer.ts';
import type { WidgetContext } from '../widget-context.ts';
import { toCustomerInput } from './to-customer-input.ts';
import { toSelection } from './to-selection.ts';

/** The offer of a contract that can be corrected. Undefined if it is no longer available. */
export interface SubmittedPurchase {
  readonly selection: SelectedOffer | undefined;
  /** The terms that have changed since the contract was created. */
  readonly change: OpenedPurchase['change'];
}

/**
 * Fills the form with the purchase of a contract that can be corrected, unless the customer has entered something.
 *
 * @throws ProblemError | NetworkError
 */
export async function loadSubmittedPurchase(context: WidgetContext, contractId: string): Promise<SubmittedPurchase> {
  const client = await context.loadApiClient();
  const { purchase, offer, change } = await client.call(getSubmittedPurchase, { params: { id: contractId } });
  const selection = offer && (await toSelection(client, offer, purchase.postalCode));
  const { input } = customerDraft(context);
  input.value ??= toCustomerInput(purchase);
  return { selection, change };
}
