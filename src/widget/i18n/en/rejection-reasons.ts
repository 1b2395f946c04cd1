/** Rejections by a supplier or utility (EDI 814 reason codes): an explanation, and what to correct. */
export const rejectionReasons = {
  '008': 'The account is not active at the utility. Check the number on your latest bill, or open the account first.',
  A13: 'The utility gave a reason of its own. Call us and we will ask.',
  A76: 'The utility does not know this account number. Check it on your bill, digit by digit.',
  ABN: 'The utility has this switch twice. Someone may have asked before: call us so that one is taken back.',
  ANE: 'This account cannot change supplier now. Your utility can say when it can.',
  API: 'Something needed is missing. Call us with your latest bill at hand.',
  DIV: 'The start is more than 45 days off, too early for the utility. We can send it again later.',
  FRB: 'The utility bills this account another way. Call us to choose the right kind of bill.',
  NFI: 'Another supplier asked first. Your contract with them may have to end before this one.',
  UND: 'The utility does not know this supplier here. Choose another offer.',
  credit: 'The supplier wants to look at your credit first. A deposit or another supplier can help: call us.',
  rate_expired: 'The price expired before the contract reached the supplier. Choose one of today’s prices.',
  legal_name: 'The business name differs from the one at the utility. Write it exactly as on your bill.',
  no_bill_copy: 'The supplier needs a copy of your latest bill. Send it to us.',
  wrong_account_number: 'An account number is wrong. Check it on your bill, digit by digit.',
};
export type RejectionReasonMessages = typeof rejectionReasons;
