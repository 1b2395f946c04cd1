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

/** What is ticked or not. */
export interface CheckboxInput {
  /** Bills go to the first meter's address. */
  readonly billedAtService: boolean;
  readonly signerIsContact: boolean;
  readonly exempt: boolean;
}

/** The customer step as typed, before any tidying. It never leaves the page's memory. */
export interface CustomerInput extends CheckboxInput {
  readonly accounts: readonly AccountInput[];
  /** Every text that is not a meter's, by its place on the wire (see `TEXT_FIELD_PATHS`). A day stands as a date input gives it: `2027-01-31`. */
  readonly fields: Readonly<Record<string, string>>;
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
  fields: {},
  billedAtService: true,
  signerIsContact: true,
  exempt: false,
});
