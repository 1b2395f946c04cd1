import { z } from 'zod';
import { mscReason, mscSigner, mscStatus } from './status.ts';

/** Answers of the Contracting API, as far as the operations in `contracting-operations.ts` select them. */
export const mscContract = z.object({
  id: z.string(),
  partnerReference: z.string(),
  status: mscStatus,
  reasons: z.array(mscReason),
  accounts: z.array(z.object({ identifierLast4: z.string(), status: mscStatus, reasons: z.array(mscReason) })),
  signers: z.array(mscSigner).max(20),
  updatedAt: z.iso.datetime(),
  documentUrl: z.url().nullable(),
});
export type MscContract = z.infer<typeof mscContract>;

/** A refusal of the input, not a failure of the call: `field` is the path into the operation's input. */
export const mscUserError = z.object({ code: z.string(), field: z.array(z.string()), message: z.string() });
export type MscUserError = z.infer<typeof mscUserError>;

export const createContractData = z.object({
  createContract: z.object({ contract: mscContract.nullable(), userErrors: z.array(mscUserError) }),
});

export const createSigningUrlData = z.object({
  createSigningUrl: z.object({
    signingUrl: z.object({ url: z.url(), expiresAt: z.iso.datetime() }).nullable(),
    userErrors: z.array(mscUserError),
  }),
});

export const contractData = z.object({ contract: mscContract.nullable() });
export const contractByReferenceData = z.object({ contractByReference: mscContract.nullable() });

/** What a contract is made from, in the upstream's words (`CreateContractInput` of the SDL). */
export interface CreateContractInput {
  readonly partnerReference: string;
  readonly priceId: string;
  readonly shownRate: { readonly amount: string; readonly unit: string };
  readonly startMonth: string;
  readonly annualUsage: string;
  readonly usageUnit: string;
  readonly customer: { readonly legalName: string; readonly entityType: string; readonly taxId: string };
  readonly signer: { readonly name: string; readonly title: string; readonly email: string; readonly phone: string };
  readonly accounts: readonly {
    readonly identifier: string;
    readonly serviceAddress: {
      readonly street: string;
      readonly unit?: string;
      readonly city: string;
      readonly state: string;
      readonly postalCode: string;
    };
    readonly annualUsage?: string;
    readonly usageUnit?: string;
  }[];
}
