import {
  type CreateContractInput,
  type MscContract,
  type MscUserError,
  mscUserErrorCode,
} from '../../../upstreams/msc/contracting-schema.ts';
import type { MscPrice, MscUtility } from '../../../upstreams/msc/pricing-schema.ts';
import {
  type StatusChanged,
  statusChanged,
  statusChangedType,
  webhookEnvelope,
} from '../../../upstreams/msc/status.ts';
import type { FieldProblem } from '../../../wire/problem.ts';
import type { Utility } from '../../../wire/utility.ts';
import type { Environment } from '../../partners/site.ts';
import type {
  AttachedDocument,
  EnrolledContract,
  NewContract,
  Price,
  Rejection,
  StatusReport,
} from '../enrollment-backend.ts';

/** @param at the instant at which the contract had the status */
export function toStatusReport(
  { status, reasons, accounts, signers }: Omit<MscContract, 'updatedAt' | 'documentUrl'> | StatusChanged['data'],
  at: string,
): StatusReport {
  return {
    status,
    at: new Date(at).toISOString(),
    reasons,
    accounts: accounts?.map((account) => ({
      last4: account.identifierLast4,
      status: account.status,
      reasons: account.reasons ?? [],
    })),
    signers,
  };
}

export function toEnrolledContract(contract: MscContract): EnrolledContract {
  return {
    id: contract.id,
    reference: contract.partnerReference,
    report: toStatusReport(contract, contract.updatedAt),
  };
}

export function toCreateInput({
  reference,
  request,
  offer,
  consent,
  documents,
  signing,
}: NewContract): CreateContractInput {
  return {
    partnerReference: reference,
    priceId: offer.priceId,
    shownRate: offer.rate,
    startMonth: offer.startMonth,
    annualUsage: offer.annualUsage.amount,
    usageUnit: offer.annualUsage.unit,
    customer: request.customer,
    signer: request.signer,
    contact: request.contact,
    attestation: { text: consent.text, sha256: consent.sha256, at: consent.at },
    accounts: request.accounts.map(({ annualUsage, ...account }) => ({
      ...account,
      ...(annualUsage ? { annualUsage: annualUsage.amount, usageUnit: annualUsage.unit } : {}),
    })),
    currentSupply: request.currentSupply,
    taxExempt: request.taxExemption !== undefined,
    documents: documents.map(({ kind, id }) => ({ kind, id })),
    ...(signing === 'email' ? { signing: 'EXTERNAL' as const } : {}),
  };
}

export function toUtility({ accountIdentifier, accountNeeds = [], ...utility }: MscUtility): Utility {
  return {
    ...utility,
    identifier: {
      name: accountIdentifier.name,
      pattern: accountIdentifier.rule,
      confidence: accountIdentifier.certainty,
    },
    requiredFields: accountNeeds,
  };
}

/** Maximum length of a supplier's licenses. A supplier may have licenses in several states. */
const MAX_LICENSE_LENGTH = 300;

export function toPrice(price: MscPrice): Price {
  return {
    id: price.priceId,
    commodity: price.commodity,
    supplier: {
      id: price.supplier.id,
      name: price.supplier.name,
      ...(price.supplier.licences.length
        ? { license: price.supplier.licences.join(', ').slice(0, MAX_LICENSE_LENGTH) }
        : {}),
    },
    product: { name: price.product.name, kind: price.product.kind },
    utility: price.utility,
    ...(price.zone ? { zone: price.zone } : {}),
    termMonths: price.termMonths,
    startMonth: price.startMonth,
    rate: price.rate,
    monthlyFee: price.monthlyFee,
    brokerFeeMils: price.brokerFeeMils,
    greenPercent: price.greenPercent,
    swingPercent: price.swingPercent,
    earlyTermination: {
      kind: price.earlyTermination.kind,
      amount: { amount: price.earlyTermination.amount, currency: 'USD' },
    },
    usageBand: price.usageBand,
    ...(price.components?.length ? { components: price.components } : {}),
    validUntil: new Date(price.validUntil).toISOString(),
    documents: price.documents.map(({ kind, url }) => ({ kind: kind === 'EFL' ? 'efl' : kind, url })),
  };
}

/** @param documents the documents in the rejected input, in the same order */
export function toRejection(
  userErrors: readonly MscUserError[],
  documents: readonly AttachedDocument[] = [],
): Rejection {
  const codes = userErrors.map(({ code }) => code);
  const reason = codes.includes('RATE_CHANGED')
    ? 'rate_changed'
    : codes.includes('RATE_EXPIRED')
      ? 'price_gone'
      : 'invalid';
  const loggedCodes = codes.map((code) => mscUserErrorCode.safeParse(code).data ?? 'UNKNOWN');
  return { reason, codes: loggedCodes, errors: userErrors.map((error) => toFieldProblem(error, documents)) };
}

/**
 * The upstream's input fields have the same names as in our wire API, except for files. Its codes are the same except
 * for capitalization.
 */
function toFieldProblem({ code, field }: MscUserError, documents: readonly AttachedDocument[]): FieldProblem {
  const problemCode = code.toLowerCase();
  // The upstream's message may quote the input, so we send our own text.
  return { path: toWirePath(field, documents), code: problemCode, detail: problemCode.replaceAll('_', ' ') };
}

function toWirePath(field: readonly string[], documents: readonly AttachedDocument[]): string {
  const [name, index] = field;
  if (name === 'taxExempt') return '/taxExemption/certificate';
  const document = name === 'documents' ? documents[Number(index)] : undefined;
  return document?.path ?? field.map((segment) => `/${segment}`).join('');
}

export interface ContractStatusEvent {
  /** Our ID for the contract. */
  readonly reference: string;
  readonly report: StatusReport;
  /** The webhook's JSON, to be stored. */
  readonly body: string;
}

/**
 * `ignored`: an event type that we do not use. `invalid`: the event does not match the schema, or is for the other
 * environment.
 */
export type ParsedWebhook =
  | { readonly kind: 'status_changed'; readonly event: ContractStatusEvent }
  | { readonly kind: 'ignored'; readonly type: string }
  | { readonly kind: 'invalid' };

/** Parses the verified body of a My Service Cloud webhook. */
export function parseMscWebhook(body: unknown, environment: Environment): ParsedWebhook {
  const envelope = webhookEnvelope.safeParse(body);
  if (envelope.success && envelope.data.environment === environment && envelope.data.type !== statusChangedType) {
    return { kind: 'ignored', type: envelope.data.type };
  }
  const parsed = statusChanged.safeParse(body);
  if (!parsed.success || parsed.data.environment !== environment) return { kind: 'invalid' };
  const { data, occurredAt } = parsed.data;
  return {
    kind: 'status_changed',
    event: {
      reference: data.partnerReference,
      report: toStatusReport(data, occurredAt),
      body: JSON.stringify(parsed.data),
    },
  };
}
