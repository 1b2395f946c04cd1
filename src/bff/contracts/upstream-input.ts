import { createHash } from 'node:crypto';
import type { CreateContractInput } from '../../upstreams/msc/contracting-schema.ts';
import type { CreateContract } from '../../wire/contract.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import type { ContractRow } from '../store/tables.ts';

/**
 * A request for a contract in the upstream's words. The price is the one that was shown; the sentence that was agreed to goes
 * with its hash and the instant at which we kept it, so that both sides hold the same.
 *
 * @param documents of its files, as the upstream knows them
 */
export const upstreamInput = (
  row: Pick<ContractRow, 'id' | 'consent_at'>,
  request: CreateContract,
  shown: ShownOffer,
  documents: NonNullable<CreateContractInput['documents']>,
): CreateContractInput => ({
  partnerReference: row.id,
  priceId: shown.priceId,
  shownRate: shown.rate,
  startMonth: shown.startMonth,
  annualUsage: shown.annualUsage.amount,
  usageUnit: shown.annualUsage.unit,
  customer: request.customer,
  signer: request.signer,
  contact: request.contact,
  attestation: { text: request.consent.text, sha256: textHash(request.consent.text), at: row.consent_at },
  accounts: request.accounts.map(({ annualUsage, ...account }) => ({
    ...account,
    ...(annualUsage ? { annualUsage: annualUsage.amount, usageUnit: annualUsage.unit } : {}),
  })),
  currentSupply: request.currentSupply,
  taxExempt: request.taxExemption !== undefined,
  documents,
});

/** SHA-256 of a text in UTF-8, base64url. */
export const textHash = (text: string): string => createHash('sha256').update(text).digest('base64url');
