import Big from 'big.js';
import { z } from 'zod';
import type { MscUserError } from '../../upstreams/msc/contracting-schema.ts';
import { type MscDocumentKind, mscDocumentKind } from '../../upstreams/msc/documents.ts';
import { type MscPrice, usageUnit } from '../../upstreams/msc/pricing-schema.ts';
import { convertUsage } from '../pricing/usage-bands.ts';
import { type Utility, utilityByCode } from '../pricing/utilities.ts';

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

/**
 * Validates a contract. Two phrases in the legal name simulate the supplier's records: a customer whose name contains
 * "Credit Hold" is always rejected, and a customer whose name contains "Tax Exempt" must provide an exemption
 * certificate.
 *
 * @param price the current price, or undefined if the price is no longer offered
 * @param hasDocument whether the partner has uploaded the document
 * @returns the errors, each with the path of its field
 */
export function validateContract(
  input: ContractInput,
  price: MscPrice | undefined,
  hasDocument: (document: { kind: MscDocumentKind; id: string }) => boolean = () => false,
): MscUserError[] {
  if (!price) return [...validateCustomer(input), { ...PRICE_EXPIRED }];
  const utility = utilityByCode(price.utility);
  return [
    ...validateCustomer(input),
    ...validateExemption(input),
    ...validateDocuments(input, hasDocument),
    ...validateRate(input, price),
    ...validateUsage(input, price),
    ...input.accounts.flatMap((account, index) => [
      ...validateIdentifier(account.identifier, index, utility),
      ...validateRequiredFields(account, index, utility),
      ...validateAddress(account.serviceAddress.state, index, price),
    ]),
    ...validateUniqueAccounts(input),
  ];
}

const PRICE_EXPIRED: MscUserError = {
  code: 'RATE_EXPIRED',
  field: ['priceId'],
  message: 'This price is no longer available.',
};

function* validateCustomer({ customer, accounts }: ContractInput): Generator<MscUserError> {
  const field = ['customer', 'legalName'];
  if (!customer.legalName.trim()) yield { code: 'LEGAL_NAME_MISSING', field, message: 'The legal name is missing.' };
  if (/credit hold/i.test(customer.legalName)) {
    yield { code: 'CREDIT_HOLD', field, message: 'The supplier holds this customer for a credit review.' };
  }
  if (accounts.length === 0) {
    yield { code: 'ACCOUNT_IDENTIFIER_MALFORMED', field: ['accounts'], message: 'At least one account is required.' };
  }
}

/**
 * A customer whose name contains "Tax Exempt" is on record as tax-exempt, even if the input does not claim an
 * exemption.
 */
function* validateExemption({ customer, taxExempt, documents }: ContractInput): Generator<MscUserError> {
  if (!taxExempt && !/tax exempt/i.test(customer.legalName)) return;
  if (documents?.some(({ kind }) => kind === 'tax_exemption')) return;
  const message = 'A tax-exempt customer needs an exemption certificate on file.';
  yield { code: 'TAX_EXEMPTION_WITHOUT_CERTIFICATE', field: ['taxExempt'], message };
}

function* validateDocuments(
  { documents }: ContractInput,
  hasDocument: (document: { kind: MscDocumentKind; id: string }) => boolean,
): Generator<MscUserError> {
  for (const [index, document] of (documents ?? []).entries()) {
    const field = ['documents', String(index), 'id'];
    if (!hasDocument(document))
      yield { code: 'DOCUMENT_NOT_FOUND', field, message: 'The document does not exist or has expired.' };
  }
}

function* validateRequiredFields(
  { meterNumber, nameKey }: ContractInput['accounts'][number],
  index: number,
  utility: Utility | undefined,
): Generator<MscUserError> {
  const requiredFields = utility?.accountNeeds ?? [];
  const field = (name: string) => ['accounts', String(index), name];
  if (requiredFields.includes('meterNumber') && !meterNumber) {
    yield { code: 'METER_NUMBER_MISSING', field: field('meterNumber'), message: 'The meter number is missing.' };
  }
  if (requiredFields.includes('nameKey') && !nameKey) {
    yield { code: 'NAME_KEY_MISSING', field: field('nameKey'), message: 'The name key is missing.' };
  }
}

function* validateRate(
  { shownRate, startMonth }: ContractInput,
  { rate, ...price }: MscPrice,
): Generator<MscUserError> {
  if (shownRate.unit !== rate.unit || !Big(shownRate.amount).eq(rate.amount)) {
    const message = `The rate is now ${rate.amount} per ${rate.unit}.`;
    yield { code: 'RATE_CHANGED', field: ['shownRate', 'amount'], message };
  }
  if (startMonth !== price.startMonth) {
    const message = `This price starts in ${price.startMonth}.`;
    yield { code: 'UTILITY_RATE_MISMATCH', field: ['startMonth'], message };
  }
}

function* validateUsage({ annualUsage, usageUnit }: ContractInput, { usageBand }: MscPrice): Generator<MscUserError> {
  const usage = convertUsage(annualUsage, usageUnit, usageBand.unit);
  if (usage?.gte(usageBand.from) && usage.lt(usageBand.to)) return;
  const message = `This price is for ${usageBand.from} to under ${usageBand.to} ${usageBand.unit} a year.`;
  yield { code: 'USAGE_OUTSIDE_BAND', field: ['annualUsage'], message };
}

/** Applies the utility's rule only if the rule is reliable. Otherwise, checks only the characters and the length. */
function* validateIdentifier(identifier: string, index: number, utility: Utility | undefined): Generator<MscUserError> {
  if (!utility) return;
  const { rule, certainty, name } = utility.accountIdentifier;
  const isReliable = certainty === 'published' || certainty === 'reported';
  if (new RegExp(isReliable ? rule : '^[0-9A-Za-z]{4,30}$').test(identifier)) return;
  const message = `This is not a valid ${utility.name} ${name}.`;
  yield { code: 'ACCOUNT_IDENTIFIER_MALFORMED', field: ['accounts', String(index), 'identifier'], message };
}

function* validateAddress(state: string, index: number, price: MscPrice): Generator<MscUserError> {
  if (state === price.state) return;
  const message = `This price is for ${price.state}.`;
  yield { code: 'UTILITY_RATE_MISMATCH', field: ['accounts', String(index), 'serviceAddress', 'state'], message };
}

function* validateUniqueAccounts({ accounts }: ContractInput): Generator<MscUserError> {
  const seen = new Set<string>();
  for (const [index, { identifier }] of accounts.entries()) {
    if (seen.has(identifier)) {
      const field = ['accounts', String(index), 'identifier'];
      yield { code: 'DUPLICATE_ACCOUNT', field, message: 'This account is already in the contract.' };
    }
    seen.add(identifier);
  }
}
