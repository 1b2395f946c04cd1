import { createHash } from 'node:crypto';
import type { CreateContractInput, MscContract, MscUserError } from '../../upstreams/msc/contracting-schema.ts';
import type { StatusChanged } from '../../upstreams/msc/webhook.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { ProblemError } from '../http/problem.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import { createOffer } from '../rates/offers-service.ts';
import type { ContractRow } from '../store/tables.ts';
import { documentPath } from '../uploads/attached-documents.ts';
import type { StatusReport } from './record-status.ts';

/** How the upstream says a contract stands, asked or by webhook, in our words. @param at when it came to stand so */
export const toStatusReport = (
  { status, reasons, accounts, signers }: Omit<MscContract, 'updatedAt' | 'documentUrl'> | StatusChanged['data'],
  at: string,
): StatusReport => ({
  status,
  at: new Date(at).toISOString(),
  reasons,
  accounts: accounts?.map((account) => ({
    last4: account.identifierLast4,
    status: account.status,
    reasons: account.reasons ?? [],
  })),
  signers,
});

/**
 * A request for a contract in the upstream's words. The price is the one that was shown; the sentence that was agreed to goes
 * with its hash and the instant at which we kept it, so that both sides hold the same.
 *
 * @param documents of its files, as the upstream knows them
 */
export const toCreateInput = (
  row: Pick<ContractRow, 'id' | 'consent_at'>,
  request: CreateContractRequest,
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

/**
 * The upstream's user errors as one problem. A moved rate comes with the offer as it stands now, so that the customer
 * sees old and new and agrees again (invariant G); a rate that is gone says so; the rest is told field by field.
 */
export async function problemFromUserErrors(
  appContext: AppContext,
  caller: Caller,
  { shown, request }: { readonly shown: ShownOffer; readonly request: CreateContractRequest },
  userErrors: readonly MscUserError[],
): Promise<ProblemError> {
  const codes = new Set(userErrors.map(({ code }) => code));
  if (codes.has('RATE_CHANGED')) {
    const price = await appContext.mscClient(caller.access).pricing.price(shown.priceId);
    if (!price) return new ProblemError('offer_gone');
    return new ProblemError('rate_changed', { offer: createOffer(appContext, caller.site, price, shown) });
  }
  if (codes.has('RATE_EXPIRED')) return new ProblemError('offer_gone');
  const errors = userErrors.map((error) => toFieldProblem(error, request));
  const fields = errors.some(({ path }) => path !== '');
  return new ProblemError(fields ? 'invalid_request' : 'contract_refused', { errors });
}

/** The upstream names its input's fields as our wire does; only its input's root, its files and the codes' spelling differ. */
function toFieldProblem({ code, field }: MscUserError, request: CreateContractRequest): FieldProblem {
  const problemCode = code.toLowerCase();
  // The upstream's message may quote what was typed: our own words go out instead.
  const path = documentPath(request, field) ?? field.map((step) => `/${step}`).join('');
  return { path, code: problemCode, detail: problemCode.replaceAll('_', ' ') };
}
