import type { WarningCode } from '../../customer/submission-warnings.ts';
import { billIllustration } from './bill-illustration.ts';
import { rejectionReasons } from './rejection-reasons.ts';
import { uploads } from './uploads.ts';

/** What the customer step says to few: when it is asked for, or when the supplier sent a contract back. */
export const customerOptional = {
  /** What is said of what tends to get a contract rejected: what we saw, and what helps. */
  warnings: {
    name_lower_case: 'The legal name has no capital letters. Write it as on your bill.',
    name_with_trade_name:
      'The legal name holds a trade name too (“dba”). Put only the registered name there, and the other in its own field.',
    name_ending_missing:
      'The legal name lacks the ending of its kind, such as LLC or Inc. Add it if it is registered so.',
    name_ending_other:
      'The ending of the legal name and the kind of business do not go together. One of them is wrong.',
    name_long: 'Some utilities keep 35 letters of a name. Write it as your bill shortens it.',
    identifier_doubted: 'the account number does not look like this utility’s. Compare it with your bill.',
    postal_code_elsewhere: 'it is not at the ZIP code you asked rates for. Check that the same utility serves it.',
    usage_misfit: 'Your meters together use another amount than this price is for. Ask rates for that amount.',
    start_too_soon: 'The start is too soon for the utility by now. Go back to the rates for a later one.',
    overlap: 'Your contract now is not over when this one begins. You may pay twice, or a fee for leaving it.',
    exemption_unsaid: 'If this organization pays no sales tax, the supplier needs the certificate now.',
    signer_one_word: 'The signer has one name only. Write first and last name, as on an identity card.',
    email_free: 'The signer’s email is of a free provider. A business address is doubted less often.',
  } satisfies Record<Exclude<WarningCode, 'bill_missing'>, string>,
  billIllustration,
  uploads,
  billingAddress: {
    heading: 'Where bills go',
    street: 'Billing address',
    unit: 'Billing suite or unit',
    city: 'Billing city',
    state: 'Billing state',
    postalCode: 'Billing ZIP code',
  },
  contact: {
    heading: 'Whom should the supplier call?',
    name: 'Contact’s full name',
    email: 'Contact’s email',
    phone: 'Contact’s phone',
  },
  utilityFields: {
    meterNumber: { label: 'Meter number', hint: 'It stands on the meter itself, and on most bills.' },
    nameKey: { label: 'Name key', hint: 'The first four letters of the name on your bill.' },
  },
  currentSupply: {
    supplier: 'Current supplier',
    contractEnd: 'That contract ends on',
    overlap: (start: string) =>
      `That is not over when this one begins in ${start}: you may pay two suppliers, or a fee for leaving. Go back for a later start, or ask your supplier first.`,
  },
  usageMismatch: (usage: string) =>
    `Your meters use ${usage} a year together. This price is for another amount: the supplier may refuse it. Ask rates for that amount.`,
  annualUsage: (amount: string) => `Uses ${amount} a year, from your list.`,
  imported: (count: number) =>
    `Filled in from your list: ${count === 1 ? 'one meter' : `${count} meters`}. Check each against its bill.`,
  importTruncated: (count: number, max: number) =>
    `Your list has ${count} locations. One contract takes ${max}: these are the first; call us about the rest.`,
  correctionsNeeded: (count: number) =>
    `The supplier did not take your contract yet. Correct the marked ${count === 1 ? 'field' : 'fields'}, then send it again. Nothing else you typed is lost.`,
  /** What is wrong at a field by its code, as the form or a server found it. Most fill in the form without. */
  errors: {
    too_long: 'This is too long.',
    control_characters: 'This has characters that cannot be printed. Type it instead of pasting.',
    postal_code: 'A ZIP code has five digits, like 75201.',
    po_box: 'A meter hangs at a street address. Type that one, not a post office box.',
    name_over_limit: 'Utilities of this state take fewer letters. Shorten the name the way your bill does.',
    email: 'An email address looks like name@example.com.',
    phone: 'Type the number with area code, like 214 555 0142.',
    tax_id: 'A tax ID has nine digits, like 12-3456789.',
    identifier: 'Letters and digits only, from 4 to 30 of them.',
    duplicate: 'This meter is on the list already.',
    account_identifier_malformed: 'The supplier does not take this number. Check it on your bill, digit by digit.',
    duplicate_account:
      'This meter is in a contract already. Remove it here, or call us if you did not ask for that one.',
    utility_rate_mismatch: 'This price is not sold at this address. Check the ZIP code, or go back for another offer.',
    legal_name_missing: 'The supplier needs the legal name, as on your bill.',
    meter_number_missing: 'The utility needs this number. It is on the meter, and on most bills.',
    name_key_missing: 'The utility needs the first four letters of the name on your bill.',
    meter_number: 'Letters and digits only, up to 30 of them.',
    name_key: 'Letters and digits only, four at most.',
    state: 'A state has two letters, like TX.',
    day: 'Choose a day, like 01/31/2027.',
    ...rejectionReasons,
  },
};
export type OptionalMessages = typeof customerOptional;
