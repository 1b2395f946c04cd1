import type { Contract, ContractStatus, StatusReason } from '../../wire/contract.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { Offer, OffersRequest, PriceComponent } from '../../wire/offer.ts';
import type { Energy, Rate } from '../../wire/primitives.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import type { Commodity, Presentation } from '../../wire/session.ts';
import type { UploadKind } from '../../wire/upload.ts';
import type { Utility } from '../../wire/utility.ts';

/**
 * The upstream that prices, creates and enrolls contracts for one partner in one environment. It uses the vocabulary
 * of our wire API. `msc/` is the only implementation. To add another backend, implement this interface.
 *
 * Every method throws the error classes in `upstreams/http/errors.ts`. After UpstreamUnavailableError or
 * UpstreamInvalidResponseError, a mutation may have taken effect: look the contract up by reference before retrying.
 */
export interface EnrollmentBackend {
  /** Utilities that serve a postal code; empty if there are none. */
  utilities(postalCode: string, commodity: Commodity): Promise<readonly Utility[]>;
  /** `dropped`: number of the upstream's prices that could not be read. */
  prices(
    query: PriceQuery,
  ): Promise<{ readonly asOf: string; readonly prices: readonly Price[]; readonly dropped: number }>;
  /** The current version of one price; undefined when it no longer exists. */
  price(priceId: string, use?: 'contract' | 'display'): Promise<Price | undefined>;
  createContract(contract: NewContract): Promise<MutationResult<EnrolledContract>>;
  contract(id: string): Promise<EnrolledContract | undefined>;
  contractByReference(reference: string): Promise<EnrolledContract | undefined>;
  /**
   * One page of the partner's contracts that changed since an instant, including contracts that are not in our store.
   *
   * @param after the `next` of the previous page
   */
  listContracts(updatedSince: string, after?: string): Promise<ContractPage>;
  /** Cancels a contract that has not been submitted to the supplier. Idempotent. */
  cancelContract(id: string): Promise<MutationResult<EnrolledContract>>;
  /** Records the signature of a contract that is signed by email. Idempotent per agreement. */
  recordExternalSignature(signature: ExternalSignature): Promise<MutationResult<EnrolledContract>>;
  /** `url` is a secret. It works once and expires after a few minutes. */
  createSigningUrl(
    input: SigningUrlInput,
  ): Promise<MutationResult<{ readonly url: string; readonly expiresAt: string }>>;
  /**
   * Fetches the contract's PDF without reading the body. The response has the status 200, 206 or 416.
   *
   * @param range a `Range` header
   * @returns undefined while there is no document
   */
  document(id: string, range: string | undefined): Promise<Response | undefined>;
  /** Forwards a customer's file as a stream. Never retried. The upstream accepts the returned ID until `expiresAt`. */
  uploadDocument(
    kind: UploadKind,
    file: { readonly type: string; readonly bytes: AsyncIterable<Uint8Array> },
  ): Promise<{ readonly id: string; readonly expiresAt: string }>;
}

export type PriceQuery = Omit<OffersRequest, 'currentRate'>;

/**
 * A cost, and whether the rate includes it. `estimate` is the amount that the cost adds, in dollars per unit of the
 * rate. `estimateSource` is the source of that amount.
 */
export interface PriceComponentTerms extends Pick<PriceComponent, 'kind' | 'treatment'> {
  readonly estimate?: string | undefined;
  readonly estimateSource?: string | undefined;
}

/** A price, independent of a customer's usage. Instants are ISO 8601 in UTC. */
export interface Price
  extends Pick<
    Offer,
    | 'id'
    | 'commodity'
    | 'supplier'
    | 'product'
    | 'utility'
    | 'zone'
    | 'termMonths'
    | 'startMonth'
    | 'rate'
    | 'greenPercent'
    | 'swingPercent'
    | 'earlyTermination'
    | 'usageBand'
    | 'documents'
  > {
  /** US dollars, as a decimal string. */
  readonly monthlyFee: string;
  /** Part of `rate`: 1 mil = $0.001 per unit. */
  readonly brokerFeeMils: string;
  /** Which costs are in the rate. Undefined if the supplier does not say. */
  readonly components?: readonly PriceComponentTerms[];
  readonly validUntil: string;
}

/** A contract to create. Its price is the one that the customer saw (invariant G). */
export interface NewContract {
  /** Our ID for the contract. The upstream stores it, so that the contract can be found after a lost response. */
  readonly reference: string;
  readonly request: CreateContractRequest;
  readonly offer: {
    readonly priceId: string;
    readonly rate: Rate;
    readonly startMonth: string;
    readonly annualUsage: Energy;
  };
  /**
   * The server's consent text, the instant at which the consent was stored, and the SHA-256 of the text, with which the
   * upstream can verify the text.
   */
  readonly consent: { readonly text: string; readonly at: string; readonly sha256: string };
  readonly documents: readonly AttachedDocument[];
  readonly signing: 'session' | 'email';
}

/** A file uploaded for a contract. `path` is the JSON Pointer of its field in the client's request. */
export interface AttachedDocument {
  readonly kind: UploadKind;
  readonly id: string;
  readonly path: string;
}

export interface EnrolledContract {
  readonly id: string;
  readonly reference: string;
  readonly report: StatusReport;
}

export interface ContractPage {
  readonly contracts: readonly EnrolledContract[];
  /** References of contracts that could not be read. They could be any text. */
  readonly unreadable: readonly string[];
  /** The cursor of the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/**
 * An observation of a contract's status, from a webhook or a query. `at` is the instant at which the contract had the
 * status (ISO 8601 in UTC).
 */
export interface StatusReport {
  readonly status: ContractStatus;
  readonly at: string;
  readonly reasons?: Contract['reasons'] | undefined;
  /** The contract's accounts, in any order. */
  readonly accounts?:
    | readonly { readonly last4: string; readonly status: ContractStatus; readonly reasons: StatusReason[] }[]
    | undefined;
  readonly signers?:
    | readonly { readonly order: number; readonly status: 'waiting' | 'signed' | 'declined' }[]
    | undefined;
}

/** Either the value, or the reason why the upstream rejected the input. */
export type MutationResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly rejection: Rejection };

export interface Rejection {
  /** `rate_changed`: the price moved. `price_gone`: the price expired. `invalid`: see `errors`. */
  readonly reason: 'rate_changed' | 'price_gone' | 'invalid';
  /** One entry per rejected field of our request. The path is empty if the rejection concerns no particular field. */
  readonly errors: readonly FieldProblem[];
  /** The upstream's own codes, for logs; `UNKNOWN` replaces any unlisted code, because it could be any text. */
  readonly codes: readonly string[];
}

export interface ExternalSignature {
  readonly contractId: string;
  /** The ID of the signed agreement in the email signing service. */
  readonly agreementId: string;
  readonly signedAt: string;
}

export interface SigningUrlInput {
  readonly contractId: string;
  /** At most 470 characters. */
  readonly returnUrl: string;
  readonly frameAncestors: readonly string[];
  readonly messageOrigins: readonly string[];
  readonly presentation: Presentation;
}
