import { billIllustration } from './bill-illustration.ts';
import { uploads } from './uploads.ts';

/** The optional sections of the customer step, and the sections for a contract that the supplier rejected. */
export const customerOptional = {
  /** Likely reasons for a rejection, and how to prevent it. */
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
  },
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
    heading: 'Contact person',
    name: 'Contact’s full name',
    email: 'Contact’s email',
    phone: 'Contact’s phone',
  },
  utilityFields: {
    meterNumber: { label: 'Meter number', hint: 'It is on the meter itself and on most bills.' },
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
};
export type OptionalMessages = typeof customerOptional;
