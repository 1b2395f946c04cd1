import * as z from 'zod/mini';
import { consentLocale, offerToken } from './consent.ts';
import { contract } from './contract.ts';
import { contact, currentSupply, customer, serviceAccount, signer } from './customer.ts';
import type { Endpoint } from './endpoint.ts';
import { uploadId } from './primitives.ts';

/**
 * Creates the contract, once per `Idempotency-Key`. `consent` identifies the sentence of `POST /v1/consents` that the
 * signer agreed to. If the server's sentence for this request has another hash, the response is 409 `consent_changed`.
 * 409 `rate_changed` contains the new offer; 409 `contract_exists` contains the contract that this customer already has
 * for one of the accounts; 422 has one entry per invalid field.
 */
export const createContract = {
  method: 'POST',
  path: '/v1/contracts',
  session: true,
  idempotent: true,
  body: z.strictObject({
    offerToken,
    customer,
    signer,
    contact: z.optional(contact),
    accounts: z.array(serviceAccount).check(z.minLength(1, 'required'), z.maxLength(50, 'too_many')),
    currentSupply: z.optional(currentSupply),
    /**
     * The ID or the reference of the contract in `contract_exists`. Creates another contract for the same purchase,
     * without changing the existing one.
     */
    replaces: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/, 'replaces'))),
    /** The ID of the contract that this request corrects, which ended before anything was binding. */
    corrects: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/, 'corrects'))),
    /** The ID of the approval request that the signer opened and that this request completes. */
    approvalRequestId: z.optional(z.string().check(z.regex(/^ap_\w{1,64}$/, 'approval_request_id'))),
    latestBill: z.optional(uploadId),
    /** Present if the customer is tax-exempt. Tax exemption requires the certificate. */
    taxExemption: z.optional(z.strictObject({ certificate: uploadId })),
    consent: z.strictObject({
      accepted: z.literal(true, 'required'),
      locale: consentLocale,
      templateVersion: z.string().check(z.regex(/^[\w.-]{1,20}$/, 'template_version')),
      sha256: z.string().check(z.regex(/^[\w-]{43}$/, 'sha256')),
    }),
  }),
  response: contract,
  status: 201,
} as const satisfies Endpoint;
export type CreateContractRequest = z.infer<typeof createContract.body>;
