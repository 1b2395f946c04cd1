import { billIllustration } from './bill-illustration.ts';
import { uploads } from './uploads.ts';

/** The optional sections of the customer step, and the sections for a contract that the supplier rejected. */
export const customerOptional = {
  /** Likely reasons for a rejection, and how to prevent it. */
  warnings: {
    name_lower_case: 'Your legal name has no capital letters. Enter it as it appears on your bill.',
    name_with_trade_name: 'Enter only the registered legal name here. Put the DBA in its own field.',
    name_ending_missing: 'Add the entity suffix (LLC, Inc.) if it’s part of your legal name.',
    name_ending_other: 'The suffix in your legal name doesn’t match the business type you selected.',
    name_long: 'Some utilities limit names to 35 characters. Enter it as it appears on your bill.',
    identifier_doubted: 'the account number doesn’t match this utility’s format. Check your bill.',
    postal_code_elsewhere: 'this ZIP code differs from your quote. Confirm that the same utility serves it.',
    usage_misfit:
      'Your accounts’ usage differs from what this rate was quoted for. Update your rates before continuing.',
    start_too_soon: 'Your start month is too soon for the utility. Choose a later start month.',
    overlap:
      'Your current contract ends after this one starts. You could owe an early termination fee or pay two suppliers.',
    exemption_unsaid: 'If you’re tax-exempt, upload your exemption certificate now.',
    signer_one_word: 'Enter the signer’s first and last name.',
  },
  billIllustration,
  uploads,
  billingAddress: {
    heading: 'Billing address',
    street: 'Billing address',
    unit: 'Billing suite or unit',
    city: 'Billing city',
    state: 'Billing state',
    postalCode: 'Billing ZIP code',
  },
  contact: {
    heading: 'Main contact',
    name: 'Contact’s full name',
    email: 'Contact’s email',
    phone: 'Contact’s phone',
  },
  utilityFields: {
    meterNumber: { label: 'Meter number', hint: 'On your meter and most bills.' },
    nameKey: { label: 'Name key', hint: 'The first four letters of the name on your bill.' },
  },
  currentSupply: {
    supplier: 'Current supplier',
    contractEnd: 'Contract end date',
    overlap: (start: string) =>
      `Your current contract ends after this one starts in ${start}. You could owe an early termination fee or pay two suppliers. Choose a later start month or check with your supplier.`,
  },
  usageMismatch: (usage: string) =>
    `Your accounts use ${usage} a year, but this rate was quoted for a different amount. Update your rates before continuing.`,
  annualUsage: (amount: string) => `${amount} per year (from your list)`,
  imported: (count: number) =>
    `Imported ${count === 1 ? '1 account' : `${count} accounts`} from your list. Check each one against its bill.`,
  importTruncated: (count: number, max: number) =>
    `One contract can include ${max} accounts. We added the first ${max} of ${count}. Call us to add the rest.`,
};
export type OptionalMessages = typeof customerOptional;
