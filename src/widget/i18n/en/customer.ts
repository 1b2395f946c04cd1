import { orderSummary } from './order-summary.ts';
import { rejectionReasons } from './rejection-reasons.ts';

/** The customer step: service accounts, business and authorized signer. */
export const customer = {
  metersHeading: 'Which meters are we switching?',
  metersHint: (name: string) => `Have a bill at hand: the ${name} is on it.`,
  whereOnBill: (name: string) => `Where is the ${name} on a bill?`,
  meter: (number: number) => `Meter ${number}`,
  /** Name of the account identifier, as the utility calls it. */
  identifier: (name: string) => name,
  identifierHint: (expected: string | undefined) =>
    `${expected ? `${expected}. ` : ''}It is near your name at the top of the bill. Spaces and dashes do not matter.`,
  identifierFormat: {
    exact: (length: string, digits: boolean) => `${length} ${digits ? 'digits' : 'digits and letters'}`,
    range: (min: string, max: string, digits: boolean) =>
      `${min} to ${max} ${digits ? 'digits' : 'digits and letters'}`,
    prefix: (prefix: string) => `, starting with ${prefix}`,
  },
  addMeter: 'Add another meter',
  removeMeter: (number: number) => `Remove meter ${number}`,
  street: 'Service address',
  unit: 'Suite or unit',
  city: 'City',
  postalCode: 'ZIP code',
  state: (state: string) => `State: ${state}, where the utility is.`,
  customerHeading: 'Who is the customer?',
  legalName: 'Legal business name',
  legalNameHint: (limit: number | undefined) =>
    `Exactly as on your bill. Suppliers refuse a contract for a misspelt name.${limit ? ` Up to ${limit} letters here.` : ''}`,
  tradeName: 'Trade name',
  tradeNameHint: 'The name on the door, if it is another.',
  billToServiceAddress: 'Bills go to the first meter’s address',
  entityType: 'Kind of business',
  entityTypes: {
    llc: 'LLC',
    corporation: 'Corporation',
    partnership: 'Partnership',
    sole_proprietor: 'Sole proprietor',
    nonprofit: 'Nonprofit',
    government: 'Government',
  },
  choose: 'Choose one',
  taxId: 'Tax ID (EIN)',
  taxIdOrSsn: 'Tax ID (EIN or SSN)',
  showTaxId: 'Show',
  hideTaxId: 'Hide',
  taxIdHint: 'Nine digits. It goes to the supplier, encrypted, for the credit check. We do not keep it.',
  signerHeading: 'Who signs?',
  signerHint: 'Someone who may sign for the business.',
  name: 'Full name',
  title: 'Job title',
  email: 'Email',
  phone: 'Phone',
  signerIsContact: 'The signer is also the contact',
  currentSupply: {
    heading: 'Who supplies you now?',
    hint: 'Tell us if you know: it keeps you from paying two suppliers.',
    summary: 'Your supplier, and when that contract ends',
    signBy: (day: string, start: string) => `To begin in ${start}, sign by ${day}.`,
    tooSoon: (utility: string, days: number, start: string) =>
      `${utility} needs ${days} days to switch: ${start} is too soon by now. Go back for a later start.`,
  },
  documentsHeading: 'Papers that speed it up',
  documentsSummary: 'Hand in your latest bill, or a tax exemption certificate',
  back: 'Back to rates',
  review: 'Review and sign',
  fixErrors: (count: number) => (count === 1 ? 'One field needs another look.' : `${count} fields need another look.`),
  correctionsNeeded: (count: number) =>
    `The supplier did not take your contract yet. Correct the marked ${count === 1 ? 'field' : 'fields'}, then send it again. Nothing else you typed is lost.`,
  /** Messages by error code of the form or of the server. */
  errors: {
    required: 'This is needed.',
    other: 'Please check this.',
    too_long: 'This is too long.',
    control_characters: 'This has characters that cannot be printed. Type it instead of pasting.',
    postal_code: 'A ZIP code has five digits, like 75201.',
    po_box: 'Enter the street address of the meter, not a P.O. box.',
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
  identifierInvalid: (name: string, utility: string, expected: string, length: number) =>
    `${utility}’s ${name} has ${expected}. You typed ${length} characters.`,
  identifierUnrecognized: (name: string, utility: string) => `This does not look like ${utility}’s ${name}.`,
  identifierSuspicious: (message: string) =>
    `${message} We are not sure of that rule: check your bill, and keep it if it is right.`,
  orderSummary,
};
export type CustomerMessages = typeof customer;
