import { orderSummary } from './offers.ts';

/** Messages for an empty field, by the last part of its path. */
const required: Readonly<Record<string, string>> = {
  street: 'Enter the street address.',
  city: 'Enter the city.',
  state: 'Enter the state.',
  postalCode: 'Enter the ZIP code.',
  legalName: 'Enter the legal business name.',
  entityType: 'Select a business type.',
  taxId: 'Enter the tax ID.',
  name: 'Enter the full name.',
  title: 'Enter a job title.',
  email: 'Enter an email address.',
  phone: 'Enter a phone number.',
};

/** The customer step: service accounts, business and authorized signer. */
export const customer = {
  metersHeading: 'Service accounts',
  metersHint: (name: string) => `Have a recent bill handy. You’ll need your ${name}.`,
  whereOnBill: (name: string) => `Where do I find my ${name}?`,
  meter: (number: number) => `Account ${number}`,
  /** The utility's term for its account numbers. */
  identifier: (name: string) => name,
  identifierHint: (expected: string | undefined) =>
    `${expected ? `${expected}. ` : ''}Usually near your name or service address. Spaces and dashes are OK.`,
  identifierFormat: {
    exact: (length: string, digits: boolean) => `${length} ${digits ? 'digits' : 'digits and letters'}`,
    range: (min: string, max: string, digits: boolean) =>
      `${min} to ${max} ${digits ? 'digits' : 'digits and letters'}`,
    prefix: (prefix: string) => `, starting with ${prefix}`,
  },
  addMeter: 'Add another account',
  removeMeter: (number: number) => `Remove account ${number}`,
  street: 'Service address',
  unit: 'Suite or unit',
  city: 'City',
  postalCode: 'ZIP code',
  state: (state: string) => `State: ${state}`,
  customerHeading: 'Business details',
  legalName: 'Legal business name',
  legalNameHint: (limit: number | undefined) =>
    `Exactly as it appears on your bill. A mismatch can delay your enrollment.${limit ? ` Maximum ${limit} characters.` : ''}`,
  tradeName: 'DBA',
  tradeNameHint: 'If you do business under a different name.',
  billToServiceAddress: 'Billing address is the same as the service address',
  entityType: 'Business type',
  entityTypes: {
    llc: 'LLC',
    corporation: 'Corporation',
    partnership: 'Partnership',
    sole_proprietor: 'Sole proprietor',
    nonprofit: 'Nonprofit',
    government: 'Government',
  },
  choose: 'Select one',
  taxId: 'Tax ID (EIN)',
  taxIdOrSsn: 'Tax ID (EIN or SSN)',
  showTaxId: 'Show',
  hideTaxId: 'Hide',
  taxIdHint: '9 digits. Sent encrypted, only to the supplier, for the credit check. We don’t store it.',
  signerHeading: 'Authorized signer',
  signerHint: 'Must be authorized to sign contracts for the business.',
  someoneElseSigns: 'Someone else signs. I’ll send them a link',
  name: 'Full name',
  title: 'Job title',
  email: 'Email',
  phone: 'Phone',
  extensionRemoved: 'We removed the extension. Suppliers call this number without one.',
  signerIsContact: 'The signer is the main contact',
  currentSupply: {
    heading: 'Current supplier (optional)',
    hint: 'Helps you avoid overlapping contracts and early termination fees.',
    summary: 'Add current supplier and contract end date',
  },
  documentsHeading: 'Supporting documents (optional)',
  documentsSummary: 'Upload a recent bill or tax exemption certificate',
  back: 'Back to rates',
  review: 'Continue to review',
  fixErrors: (count: number) => (count === 1 ? 'Fix 1 field to continue.' : `Fix ${count} fields to continue.`),
  correctionsNeeded: (count: number) =>
    `The supplier needs a correction. Fix the highlighted ${count === 1 ? 'field' : 'fields'} and resubmit.`,
  required,
  identifierRequired: (name: string) => `Enter your ${name}.`,
  /** Messages by error code of the form or of the server. */
  errors: {
    required: 'Required.',
    other: 'Check this field.',
    too_long: 'Too long. Shorten it.',
    control_characters: 'Contains unsupported characters.',
    postal_code: 'Enter a 5-digit ZIP code.',
    po_box: 'Enter a street address, not a PO box.',
    name_over_limit: 'Too long. Use the shortened name on your bill.',
    email: 'Enter a valid email, like name@company.com.',
    phone: 'Enter a 10-digit phone number, like (214) 555-0142.',
    tax_id: 'Enter a 9-digit tax ID, like 12-3456789.',
    identifier: 'Use letters and numbers only (4 to 30 characters).',
    duplicate: 'This account is already listed.',
    meter_number: 'Use letters and numbers only (up to 30 characters).',
    name_key: 'Use letters and numbers only (up to 4 characters).',
    certificate_missing: 'Upload your exemption certificate.',
    state: 'Enter a 2-letter state, like TX.',
    day: 'Enter a date, like 01/31/2027.',
  },
  /** `length`: 0 if the length is valid. */
  identifierInvalid: (name: string, utility: string, expected: string, length: number) =>
    `Enter ${expected} for your ${utility} ${name}.${length ? ` You entered ${length}.` : ''}`,
  identifierUnrecognized: (name: string, utility: string) => `This doesn’t look like a valid ${utility} ${name}.`,
  identifierSuspicious: (message: string) => `${message} If it matches your bill, continue.`,
  orderSummary,
};
export type CustomerMessages = typeof customer;
