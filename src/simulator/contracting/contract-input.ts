import { z } from 'zod';
import { mscDocumentKind } from '../../upstreams/msc/documents-schema.ts';
import { usageUnit } from '../../upstreams/msc/pricing-schema.ts';

const decimal = z.string().regex(/^\d{1,12}(\.\d{1,8})?$/, 'must be a decimal such as 0.0786');
const text = (max: number) => z.string().max(max);

const address = z.object({
  street: text(200),
  unit: text(60).nullish(),
  city: text(100),
  state: text(10),
  postalCode: text(10),
});

/** `CreateContractInput` in the SDL, with the formats of its scalars. */
export const contractInput = z.object({
  partnerReference: z.string().min(1).max(200),
  priceId: z.string().max(200),
  shownRate: z.object({ amount: decimal, unit: text(10) }),
  startMonth: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2027-01'),
  annualUsage: decimal,
  usageUnit,
  customer: z.object({
    legalName: text(200),
    entityType: text(40),
    taxId: z.string().regex(/^\d{9}$/, 'must have nine digits'),
    tradeName: text(200).nullish(),
    billingAddress: address.nullish(),
  }),
  signer: z.object({ name: text(200).min(1), title: text(200), email: text(254), phone: text(40) }),
  accounts: z
    .array(
      z.object({
        identifier: text(60),
        serviceAddress: address,
        annualUsage: decimal.nullish(),
        usageUnit: text(10).nullish(),
        meterNumber: text(40).nullish(),
        nameKey: text(10).nullish(),
      }),
    )
    .max(200),
  contact: z.object({ name: text(200).min(1), email: text(254), phone: text(40) }).nullish(),
  attestation: z.object({ text: text(2_000), sha256: text(64), at: z.iso.datetime() }).nullish(),
  currentSupply: z.object({ supplier: text(200).nullish(), contractEnd: z.iso.date().nullish() }).nullish(),
  taxExempt: z.boolean().nullish(),
  documents: z
    .array(z.object({ kind: mscDocumentKind, id: text(200) }))
    .max(20)
    .nullish(),
  signing: z.enum(['DOCUSIGN', 'EXTERNAL']).nullish(),
});
export type ContractInput = z.infer<typeof contractInput>;
