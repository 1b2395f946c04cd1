import * as z from 'zod/mini';
import { energy } from './decimal.ts';
import { email, isoDate, phone, postalCode, singleLine, state, street, taxId } from './primitives.ts';

export const address = z.strictObject({
  street,
  unit: z.optional(singleLine(30)),
  city: singleLine(60),
  state,
  postalCode,
});

/** Where bills go: unlike a meter, that may be a post office box. */
export const billingAddress = z.strictObject({ ...address.shape, street: singleLine(100) });

/** The legal entity that buys. `tradeName`: the name on the door, when it is another. `billingAddress`: when it is not the first meter's. */
export const customer = z.strictObject({
  legalName: singleLine(100),
  entityType: z.enum(['llc', 'corporation', 'partnership', 'sole_proprietor', 'nonprofit', 'government'], 'required'),
  taxId,
  tradeName: z.optional(singleLine(100)),
  billingAddress: z.optional(billingAddress),
});
export type Customer = z.infer<typeof customer>;

/** The person with authority to bind the customer. */
export const signer = z.strictObject({ name: singleLine(100), title: singleLine(60), email, phone });

/** Whom to call about the contract, when it is not the signer. */
export const contact = z.strictObject({ name: singleLine(100), email, phone });

/** Who supplies now, as far as the customer says. `contractEnd` is the last day of that contract. */
export const currentSupply = z.strictObject({
  supplier: z.optional(singleLine(100)),
  contractEnd: z.optional(isoDate),
});

/** One meter's account at the utility. Numbers hold letters and digits only: no spaces, no dashes. */
export const serviceAccount = z.strictObject({
  identifier: z.string('required').check(z.regex(/^[A-Z0-9]{4,30}$/, 'identifier')),
  serviceAddress: address,
  annualUsage: z.optional(energy),
  /** Where the utility asks for it besides the account number (`Utility.requiredFields`). */
  meterNumber: z.optional(z.string().check(z.regex(/^[A-Z0-9]{1,30}$/, 'meter_number'))),
  /** The first letters of the customer's name as the utility has it, four at most. */
  nameKey: z.optional(z.string().check(z.regex(/^[A-Z0-9&]{1,4}$/, 'name_key'))),
});
