import * as z from 'zod/mini';
import { contract } from './contract.ts';
import { contact, currentSupply, customer, serviceAccount, signer } from './customer.ts';
import type { Endpoint } from './endpoint.ts';
import { singleLine } from './primitives.ts';
import { uploadId } from './upload.ts';

/**
 * Creates the contract, once per `Idempotency-Key`. `consent.text` is the exact sentence that the signer agreed to.
 * 409 `rate_changed` contains the new offer; 422 has one entry per invalid field.
 */
export const createContract = {
  method: 'POST',
  path: '/v1/contracts',
  session: true,
  idempotent: true,
  body: z.strictObject({
    offerToken: z.string().check(z.maxLength(4096, 'too_long')),
    customer,
    signer,
    contact: z.optional(contact),
    accounts: z.array(serviceAccount).check(z.minLength(1, 'required'), z.maxLength(50, 'too_many')),
    currentSupply: z.optional(currentSupply),
    latestBill: z.optional(uploadId),
    /** Present if the customer is tax-exempt. Tax exemption requires the certificate. */
    taxExemption: z.optional(z.strictObject({ certificate: uploadId })),
    consent: z.strictObject({ accepted: z.literal(true, 'required'), text: singleLine(1000) }),
  }),
  response: contract,
  status: 201,
} as const satisfies Endpoint;
export type CreateContractRequest = z.infer<typeof createContract.body>;
