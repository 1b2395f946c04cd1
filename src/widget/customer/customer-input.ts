import type { Energy } from '../../wire/decimal.ts';

/** One meter as typed. `key` stays with it while others come and go. */
export interface AccountInput {
  readonly key: number;
  readonly identifier: string;
  readonly meterNumber: string;
  readonly nameKey: string;
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly postalCode: string;
  /** From the customer's list; nobody is asked for it by meter. */
  readonly annualUsage?: Energy;
}

/** Every text of the step that is not a meter's. */
export interface TextInput {
  readonly legalName: string;
  readonly tradeName: string;
  readonly entityType: string;
  readonly taxId: string;
  readonly billingStreet: string;
  readonly billingUnit: string;
  readonly billingCity: string;
  readonly billingState: string;
  readonly billingPostalCode: string;
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly contactPhone: string;
  readonly supplier: string;
  /** `2027-01-31` or nothing, as a date input gives it. */
  readonly contractEnd: string;
}

/** What is ticked or not. */
export interface TickInput {
  /** Bills go to the first meter's address. */
  readonly billedAtService: boolean;
  readonly signerIsContact: boolean;
  readonly exempt: boolean;
}

/** The customer step as typed, before any tidying. It never leaves the page's memory. */
export interface CustomerInput extends TextInput, TickInput {
  readonly accounts: readonly AccountInput[];
}

export const emptyAccount = (key: number, postalCode: string): AccountInput => ({
  key,
  identifier: '',
  meterNumber: '',
  nameKey: '',
  street: '',
  unit: '',
  city: '',
  postalCode,
});

export const emptyInput = (postalCode: string): CustomerInput => ({
  accounts: [emptyAccount(0, postalCode)],
  legalName: '',
  tradeName: '',
  entityType: '',
  taxId: '',
  billingStreet: '',
  billingUnit: '',
  billingCity: '',
  billingState: '',
  billingPostalCode: '',
  name: '',
  title: '',
  email: '',
  phone: '',
  contactName: '',
  contactEmail: '',
  contactPhone: '',
  supplier: '',
  contractEnd: '',
  billedAtService: true,
  signerIsContact: true,
  exempt: false,
});

/** Account numbers are printed with spaces and dashes that do not count. */
export const tidyIdentifier = (typed: string): string => typed.replace(/[\s\-–.]/g, '').toUpperCase();

/** @example tidyPhone('(214) 555-0142') // '+12145550142' */
export function tidyPhone(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  if (!digits || typed.trim().startsWith('+')) return digits && `+${digits}`;
  return digits.length === 11 && digits.startsWith('1') ? `+${digits}` : `+1${digits}`;
}

/** @example spokenPhone('2145550142') // '(214) 555-0142'; what is no whole American number stays as typed */
export function spokenPhone(typed: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(tidyPhone(typed)) ?? [];
  return area ? `(${area}) ${exchange}-${line}` : typed;
}

/** @example spokenTaxId('123456789') // '12-3456789'. A sole proprietor's SSN is grouped otherwise: typed dashes stay. */
export const spokenTaxId = (typed: string): string => typed.trim().replace(/^(\d{2})(\d{7})$/, '$1-$2');

/** @example tidyNameKey('Joe’s Diner') // 'JOES' */
export const tidyNameKey = (typed: string): string => typed.replace(/[^A-Za-z0-9&]/g, '').toUpperCase();
