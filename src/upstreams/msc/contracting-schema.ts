import { z } from 'zod';
import type { MscDocumentKind } from './documents.ts';
import { mscReason, mscSigner, mscStatus } from './status.ts';

/**
 * Responses of the Contracting API, limited to the fields that the operations in `contracting-operations.ts` select.
 */
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

/**
 * `UserErrorCode` of the SDL. A new code must not make a response invalid, so responses are not limited to these codes.
 */
export const mscUserErrorCode = z.enum([
  'RATE_CHANGED',
  'RATE_EXPIRED',
  'ACCOUNT_IDENTIFIER_MALFORMED',
  'DUPLICATE_ACCOUNT',
  'UTILITY_RATE_MISMATCH',
  'USAGE_OUTSIDE_BAND',
  'LEGAL_NAME_MISSING',
  'TAX_EXEMPTION_WITHOUT_CERTIFICATE',
  'DOCUMENT_NOT_FOUND',
  'METER_NUMBER_MISSING',
  'NAME_KEY_MISSING',
  'CREDIT_HOLD',
  'CONTRACT_NOT_SIGNABLE',
  'SIGNATURE_TOO_LATE',
  'NOT_FOUND',
]);

/** A rejection of the input, not a failure of the call. `field` is the path into the operation's input. */
export const mscUserError = z.object({ code: z.string(), field: z.array(z.string()), message: z.string() });
export type MscUserError = z.infer<typeof mscUserError>;

const contractPayload = z.object({ contract: mscContract.nullable(), userErrors: z.array(mscUserError) });
export const createContractData = z.object({ createContract: contractPayload });
export const cancelContractData = z.object({ cancelContract: contractPayload });
export const recordExternalSignatureData = z.object({ recordExternalSignature: contractPayload });

export const createSigningUrlData = z.object({
  createSigningUrl: z.object({
    signingUrl: z.object({ url: z.url(), expiresAt: z.iso.datetime() }).nullable(),
    userErrors: z.array(mscUserError),
  }),
});

export const contractData = z.object({ contract: mscContract.nullable() });
export const contractDocumentData = z.object({
  contract: mscContract.pick({ id: true, documentUrl: true }).nullable(),
});
/** Assumed: at most this many contracts per page. */
export const MAX_CONTRACTS_PER_PAGE = 100;
export const contractsData = z.object({
  contracts: z.object({
    /** Contracts are parsed one by one, so that one invalid contract does not hide the others. */
    nodes: z.array(z.unknown()).max(MAX_CONTRACTS_PER_PAGE),
    endCursor: z.string().min(1).max(1_000).nullable(),
    hasNextPage: z.boolean(),
  }),
});
/** The reference of a contract that is otherwise invalid. */
export const mscContractReference = z.object({ partnerReference: z.string() });
export const contractByReferenceData = z.object({ contractByReference: mscContract.nullable() });

interface MscAddress {
  readonly street: string;
  readonly unit?: string | undefined;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
}

/** `CreateContractInput` in the SDL. */
export interface CreateContractInput {
  readonly partnerReference: string;
  readonly priceId: string;
  readonly shownRate: { readonly amount: string; readonly unit: string };
  readonly startMonth: string;
  readonly annualUsage: string;
  readonly usageUnit: string;
  readonly customer: {
    readonly legalName: string;
    readonly entityType: string;
    readonly taxId: string;
    readonly tradeName?: string | undefined;
    readonly billingAddress?: MscAddress | undefined;
  };
  readonly signer: { readonly name: string; readonly title: string; readonly email: string; readonly phone: string };
  readonly accounts: readonly {
    readonly identifier: string;
    readonly serviceAddress: MscAddress;
    readonly annualUsage?: string | undefined;
    readonly usageUnit?: string | undefined;
    readonly meterNumber?: string | undefined;
    readonly nameKey?: string | undefined;
  }[];
  readonly contact?: { readonly name: string; readonly email: string; readonly phone: string } | undefined;
  readonly attestation?: { readonly text: string; readonly sha256: string; readonly at: string };
  readonly currentSupply?:
    | { readonly supplier?: string | undefined; readonly contractEnd?: string | undefined }
    | undefined;
  readonly taxExempt?: boolean | undefined;
  readonly documents?: readonly { readonly kind: MscDocumentKind; readonly id: string }[];
  readonly signing?: 'DOCUSIGN' | 'EXTERNAL' | undefined;
}
