import { billHint } from './bill-hint.ts';
import { choice } from './choice.ts';
import { files } from './files.ts';
import { reasons } from './reasons.ts';

/** The customer step: which meters, who buys, who signs. */
export const customer = {
  metersHeading: 'Which meters are we switching?',
  metersHint: (name: string) => `Have a bill at hand: the ${name} is on it.`,
  billHint,
  misfit: (usage: string) =>
    `Your meters use ${usage} a year together. This price is for another amount: the supplier may refuse it. Ask rates for that amount.`,
  meter: (number: number) => `Meter ${number}`,
  /** What the utility calls its number. */
  identifier: (name: string) => name,
  identifierHint: (expected: string | undefined) =>
    `${expected ? `${expected}. ` : ''}It is near your name and service address at the top of the bill. Spaces and dashes do not matter.`,
  shape: {
    one: (length: string, digits: boolean) => `${length} ${digits ? 'digits' : 'digits and letters'}`,
    range: (least: string, most: string, digits: boolean) =>
      `${least} to ${most} ${digits ? 'digits' : 'digits and letters'}`,
    starts: (starts: string) => `, starting with ${starts}`,
  },
  usesAYear: (amount: string) => `Uses ${amount} a year, from your list.`,
  fromList: (count: number) =>
    `Filled in from your list: ${count === 1 ? 'one meter' : `${count} meters`}. Check each against its bill.`,
  listTooLong: (count: number, most: number) =>
    `Your list has ${count} locations. One contract takes ${most}: these are the first; call us about the rest.`,
  addMeter: 'Add another meter',
  removeMeter: (number: number) => `Remove meter ${number}`,
  needs: {
    meterNumber: { label: 'Meter number', hint: 'It stands on the meter itself, and on most bills.' },
    nameKey: { label: 'Name key', hint: 'The first four letters of the name on your bill.' },
  },
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
  billedAtService: 'Bills go to the first meter’s address',
  billing: {
    heading: 'Where bills go',
    street: 'Billing address',
    unit: 'Billing suite or unit',
    city: 'Billing city',
    state: 'Billing state',
    postalCode: 'Billing ZIP code',
  },
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
  taxIdOfPerson: 'Tax ID (EIN or SSN)',
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
  contact: {
    heading: 'Whom should the supplier call?',
    name: 'Contact’s full name',
    email: 'Contact’s email',
    phone: 'Contact’s phone',
  },
  supply: {
    heading: 'Who supplies you now?',
    hint: 'Leave it empty if you do not know. It keeps you from paying two suppliers.',
    supplier: 'Current supplier',
    contractEnd: 'That contract ends on',
    overlap: (start: string) =>
      `That is not over when this one begins in ${start}: you may pay two suppliers, or a fee for leaving. Go back for a later start, or ask your supplier first.`,
    signBy: (day: string, start: string) => `To begin in ${start}, sign by ${day}.`,
    tooSoon: (utility: string, days: number, start: string) =>
      `${utility} needs ${days} days to switch: ${start} is too soon by now. Go back for a later start.`,
  },
  files,
  back: 'Back to rates',
  review: 'Review and sign',
  fixThese: (count: number) => (count === 1 ? 'One field needs another look.' : `${count} fields need another look.`),
  refused: (count: number) =>
    `The supplier did not take your contract yet. Correct the marked ${count === 1 ? 'field' : 'fields'}, then send it again. Nothing else you typed is lost.`,
  errors: {
    required: 'This is needed.',
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
    state: 'A state has two letters, like TX.',
    day: 'Choose a day, like 01/31/2027.',
    meter_number: 'Letters and digits only, up to 30 of them.',
    name_key: 'Letters and digits only, four at most.',
    meter_number_missing: 'The utility needs this number. It is on the meter, and on most bills.',
    name_key_missing: 'The utility needs the first four letters of the name on your bill.',
    ...files.errors,
    other: 'Please check this.',
  },
  reasons,
  ruleBroken: (name: string, utility: string, expected: string, length: number) =>
    `${utility}’s ${name} has ${expected}. You typed ${length} characters.`,
  ruleBrokenUnknown: (name: string, utility: string) => `This does not look like ${utility}’s ${name}.`,
  ruleDoubted: (message: string) =>
    `${message} We are not sure of that rule: check your bill, and keep it if it is right.`,
  summary: choice,
};
export type CustomerTexts = typeof customer;
