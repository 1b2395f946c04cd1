import type { Offer } from '../wire/offer.ts';
import { getSubmittedPurchase, type OpenedPurchase, type SavedPurchase } from '../wire/saved-purchase.ts';
import { listUtilities } from '../wire/utility.ts';
import type { ApiClient } from './api/api-client.ts';
import { type CustomerInput, emptyAccount, emptyInput } from './customer/customer-input.ts';
import { TEXT_FIELD_PATHS } from './customer/to-field-path.ts';
import { formatForDisplay } from './customer/validate-customer.ts';
import type { SelectedOffer } from './flow-reducer.ts';
import type { WidgetContext } from './widget-context.ts';

/** Converts a saved purchase to the input of the form, so that the customer can correct every field. */
export function toCustomerInput(purchase: SavedPurchase): CustomerInput {
  const { accounts, contact, customer, postalCode, taxExempt = false } = purchase;
  const fields = TEXT_FIELD_PATHS.flatMap((path) => {
    const text = textAt(purchase, path);
    return text === undefined ? [] : [[path, formatForDisplay(path, text)] as const];
  });
  return {
    ...emptyInput(postalCode),
    fields: Object.fromEntries(fields),
    billedAtService: !customer.billingAddress,
    signerIsContact: !contact,
    exempt: taxExempt,
    accounts: accounts.map(({ identifier, meterNumber, nameKey, serviceAddress, annualUsage }, key) => ({
      ...emptyAccount(key, serviceAddress.postalCode),
      identifier,
      meterNumber: meterNumber ?? '',
      nameKey: nameKey ?? '',
      street: serviceAddress.street,
      unit: serviceAddress.unit ?? '',
      city: serviceAddress.city,
      ...(annualUsage && { annualUsage }),
    })),
  };
}

/** Returns the text at a JSON Pointer (RFC 6901) that contains no escapes. */
function textAt(value: unknown, pointer: string): string | undefined {
  const found = pointer
    .slice(1)
    .split('/')
    .reduce<unknown>((parent, name) => Reflect.get(Object(parent), name), value);
  return typeof found === 'string' ? found : undefined;
}

/** @returns undefined if the utility no longer serves the ZIP code, so that the offer cannot be bought */
export async function toSelection(
  client: ApiClient,
  offer: Offer,
  postalCode: string,
): Promise<SelectedOffer | undefined> {
  const { commodity } = offer;
  const { utilities } = await client.call(listUtilities, { query: { postalCode, commodity } });
  const utility = utilities.find(({ code }) => code === offer.utility);
  return utility && { offer, utility, postalCode };
}

export interface SubmittedPurchase {
  readonly input: CustomerInput;
  /** The contract's offer. Undefined if the offer is no longer available. */
  readonly selection: SelectedOffer | undefined;
  readonly change: OpenedPurchase['change'];
}

/**
 * Loads the purchase of a contract.
 *
 * @throws the errors of `ApiClient.call`
 */
export async function loadSubmittedPurchase(
  { loadApiClient }: WidgetContext,
  contractId: string,
): Promise<SubmittedPurchase> {
  const client = await loadApiClient();
  const { purchase, offer, change } = await client.call(getSubmittedPurchase, { params: { id: contractId } });
  const selection = offer && (await toSelection(client, offer, purchase.postalCode));
  return { input: toCustomerInput(purchase), selection, change };
}
