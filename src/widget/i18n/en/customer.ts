import { orderSummary } from './order-summary.ts';

/** The customer step: which meters, who buys, who signs. */
export const customer = {
  metersHeading: 'Which meters are we switching?',
  metersHint: (name: string) => `Have a bill at hand: the ${name} is on it.`,
  whereOnBill: (name: string) => `Where is the ${name} on a bill?`,
  meter: (number: number) => `Meter ${number}`,
  /** What the utility calls its number. */
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
  /** What is wrong at a field by its code; see `seldom` for more. */
  errors: {
    required: 'This is needed.',
    other: 'Please check this.',
  },
  identifierInvalid: (name: string, utility: string, expected: string, length: number) =>
    `${utility}’s ${name} has ${expected}. You typed ${length} characters.`,
  identifierUnrecognized: (name: string, utility: string) => `This does not look like ${utility}’s ${name}.`,
  identifierSuspicious: (message: string) =>
    `${message} We are not sure of that rule: check your bill, and keep it if it is right.`,
  orderSummary,
};
export type CustomerMessages = typeof customer;
