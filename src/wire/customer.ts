import * as z from 'zod/mini';
import { email, energy, isoDate, phone, postalCode, singleLine, state, street, taxId } from './primitives.ts';

export const address = z.strictObject({
  street,
  unit: z.optional(singleLine(30)),
  city: singleLine(60),
  state,
  postalCode,
});

/** A billing address. Unlike a service address, it may be a post office box. */
export const billingAddress = z.strictObject({ ...address.shape, street: singleLine(100) });

/**
 * The legal entity that buys the energy. `tradeName` is set if it differs from the legal name, and `billingAddress` if
 * it differs from the first service address.
 */
export const customer = z.strictObject({
  legalName: singleLine(100),
  entityType: z.enum(['llc', 'corporation', 'partnership', 'sole_proprietor', 'nonprofit', 'government'], 'required'),
  taxId,
  tradeName: z.optional(singleLine(100)),
  billingAddress: z.optional(billingAddress),
});
export type Customer = z.infer<typeof customer>;

/** The person who has authority to bind the customer. */
export const signer = z.strictObject({ name: singleLine(100), title: singleLine(60), email, phone });

/** The person to contact about the contract, if not the signer. */
export const contact = z.strictObject({ name: singleLine(100), email, phone });

/** The current supply, as stated by the customer. `contractEnd` is the last day of the current contract. */
export const currentSupply = z.strictObject({
  supplier: z.optional(singleLine(100)),
  contractEnd: z.optional(isoDate),
});

/** The utility account for one meter. Identifiers contain only letters and digits. */
export const serviceAccount = z.strictObject({
  identifier: z.string('required').check(z.regex(/^[A-Z0-9]{4,30}$/, 'identifier')),
  serviceAddress: address,
  annualUsage: z.optional(energy),
  /** Present if the utility requires it (`Utility.requiredFields`). */
  meterNumber: z.optional(z.string().check(z.regex(/^[A-Z0-9]{1,30}$/, 'meter_number'))),
  /** Name key: up to four leading characters of the customer's name in the utility's records. */
  nameKey: z.optional(z.string().check(z.regex(/^[A-Z0-9&]{1,4}$/, 'name_key'))),
});
