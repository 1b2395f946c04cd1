/**
 * Explanations of rejections by a supplier or a utility (EDI 814 reason codes, and the
 * platform's own codes), with the correction to make. The codes
 * can also occur when a contract is created.
 */
export const rejectionReasons = {
  '008': 'The account isn’t active with the utility. Check the number on your bill, or open an account first.',
  A13: 'The utility rejected the request without a standard reason. Call us and we’ll find out why.',
  A76: 'The utility couldn’t find this account number. Check it against your bill.',
  ABN: 'The utility received this switch request twice. Call us to cancel the duplicate.',
  ANE: 'This account isn’t eligible to switch right now. Contact your utility to find out when it will be.',
  API: 'Required information is missing. Call us with a recent bill handy.',
  DIV: 'The start date is more than 45 days away, too early for the utility. We can resubmit later.',
  FRB: 'The billing option doesn’t match this account. Call us to correct it.',
  NFI: 'Another supplier’s switch is already pending. It may need to be completed or canceled first.',
  UND: 'This supplier isn’t set up with your utility. Select another offer.',
  credit: 'The supplier requires a credit review. A deposit or another supplier may help. Call us.',
  rate_expired: 'The rate expired before the supplier received the contract. Select a current rate.',
  legal_name: 'The business name doesn’t match the utility’s records. Enter it exactly as on your bill.',
  no_bill_copy: 'The supplier needs a recent bill. Upload it below or email it to us.',
  wrong_account_number: 'An account number is wrong. Check it against your bill.',
  account_identifier_malformed: 'The supplier couldn’t accept this number. Check it against your bill.',
  duplicate_account: 'This account already has a pending contract. Remove it, or call us if you don’t recognize it.',
  utility_rate_mismatch: 'This rate isn’t available at this address. Check the ZIP code or select another offer.',
  legal_name_missing: 'Enter the legal business name as it appears on your bill.',
  meter_number_missing: 'Enter the meter number. It’s on your meter and most bills.',
  name_key_missing: 'Enter the first four letters of the name on your bill.',
};
export type RejectionReasonMessages = typeof rejectionReasons;
