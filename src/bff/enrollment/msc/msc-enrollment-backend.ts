import { failWhenStalled, toReadableStream } from '../../../upstreams/http/file-stream.ts';
import { createMscClient, type MscClient, type MscClientOptions } from '../../../upstreams/msc/client.ts';
import type { MscPayload } from '../../../upstreams/msc/contracting.ts';
import type { MscContract } from '../../../upstreams/msc/contracting-schema.ts';
import { MscInvalidResponseError, MscUnavailableError } from '../../../upstreams/msc/transport.ts';
import type { AttachedDocument, EnrolledContract, EnrollmentBackend, MutationResult } from '../enrollment-backend.ts';
import type { EnrollmentCredentials } from './config.ts';
import { toCreateInput, toEnrolledContract, toPrice, toRejection, toUtility } from './msc-mapper.ts';

/** How long the upstream may send nothing while we wait for it. */
const MAX_DOCUMENT_WAIT_MS = 20_000;
/** Maximum time of a whole transfer, even to a customer with a slow connection. */
const MAX_TRANSFER_MS = 10 * 60_000;
const DOCUMENT_RETRY_AFTER_SECONDS = 5;

/**
 * My Service Cloud as the enrollment backend. In the BFF, only this folder uses its vocabulary.
 *
 * @param baseUrl the only origin from which documents are fetched
 * @example const backend = createMscEnrollmentBackend(createMscClient(credentials), credentials.baseUrl)
 */
export function createMscEnrollmentBackend(
  { pricing, contracting, documents }: MscClient,
  baseUrl: string,
): EnrollmentBackend {
  return {
    utilities: async (postalCode, commodity) => (await pricing.utilities(postalCode, commodity)).map(toUtility),
    async prices({ annualUsage, ...query }) {
      const { asOf, prices, dropped } = await pricing.prices({
        ...query,
        annualUsage: annualUsage.amount,
        usageUnit: annualUsage.unit,
      });
      return { asOf: new Date(asOf).toISOString(), prices: prices.map(toPrice), dropped };
    },
    async price(priceId, use) {
      const price = await pricing.price(priceId, use);
      if (price && price.priceId !== priceId)
        throw new MscInvalidResponseError('price', 'price.priceId', 'is not the requested price');
      return price && toPrice(price);
    },
    createContract: async (contract) =>
      toResult(await contracting.createContract(toCreateInput(contract)), contract.documents),
    async contract(id) {
      const contract = await contracting.contract(id);
      if (contract && contract.id !== id)
        throw new MscInvalidResponseError('contract', 'contract.id', ANOTHER_CONTRACT);
      return contract && toEnrolledContract(contract);
    },
    async contractByReference(reference) {
      const contract = await contracting.contractByReference(reference);
      if (contract && contract.partnerReference !== reference)
        throw new MscInvalidResponseError('contractByReference', 'contract.partnerReference', ANOTHER_CONTRACT);
      return contract && toEnrolledContract(contract);
    },
    async listContracts(updatedSince, after) {
      const { contracts, unreadable, next } = await contracting.contracts(updatedSince, after);
      return { contracts: contracts.map(toEnrolledContract), unreadable, next };
    },
    cancelContract: async (id) => requireId(id, 'cancelContract', toResult(await contracting.cancelContract(id))),
    recordExternalSignature: async (signature) =>
      requireId(
        signature.contractId,
        'recordExternalSignature',
        toResult(await contracting.recordExternalSignature(signature)),
      ),
    async createSigningUrl(input) {
      const payload = await contracting.createSigningUrl(input);
      return payload.ok ? payload : { ok: false, rejection: toRejection(payload.userErrors) };
    },
    async document(id, range) {
      const url = await contracting.documentUrl(id);
      return url === undefined ? undefined : fetchDocument(url, baseUrl, range);
    },
    uploadDocument: (kind, file) => documents.upload(kind, file),
  };
}

/** Error text for a response with another contract, which could be another customer's. */
const ANOTHER_CONTRACT = 'is not the requested contract';

/** @throws MscInvalidResponseError if the result is another contract */
function requireId(
  id: string,
  operation: string,
  result: MutationResult<EnrolledContract>,
): MutationResult<EnrolledContract> {
  if (result.ok && result.value.id !== id)
    throw new MscInvalidResponseError(operation, 'contract.id', ANOTHER_CONTRACT);
  return result;
}

function toResult(
  payload: MscPayload<MscContract>,
  documents?: readonly AttachedDocument[],
): MutationResult<EnrolledContract> {
  return payload.ok
    ? { ok: true, value: toEnrolledContract(payload.value) }
    : { ok: false, rejection: toRejection(payload.userErrors, documents) };
}

async function fetchDocument(url: string, baseUrl: string, range: string | undefined): Promise<Response> {
  // Fetches only from the upstream's own origin, because a response must not make us fetch arbitrary URLs.
  if (new URL(url).origin !== new URL(baseUrl).origin) {
    throw new MscInvalidResponseError('document', 'documentUrl', 'is on an unexpected origin');
  }
  const connecting = new AbortController();
  const timer = setTimeout(() => connecting.abort(), MAX_DOCUMENT_WAIT_MS);
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.any([connecting.signal, AbortSignal.timeout(MAX_TRANSFER_MS)]),
    // The length of a compressed body is unknown, and ranges of it are useless.
    headers: { 'Accept-Encoding': 'identity', ...(range ? { Range: range } : {}) },
  })
    .catch((cause) => {
      throw new MscUnavailableError('document', 'network', { retryAfter: DOCUMENT_RETRY_AFTER_SECONDS, cause });
    })
    .finally(() => clearTimeout(timer));
  const { status, headers, body } = response;
  if ([200, 206, 416].includes(status)) {
    const guardedBody = body && toReadableStream(failWhenStalled(body, MAX_DOCUMENT_WAIT_MS));
    return new Response(guardedBody, { status, headers });
  }
  await body?.cancel();
  throw new MscUnavailableError('document', 'status', { status, retryAfter: DOCUMENT_RETRY_AFTER_SECONDS });
}

export const createEnrollmentBackend = (
  credentials: EnrollmentCredentials,
  options: MscClientOptions,
): EnrollmentBackend => createMscEnrollmentBackend(createMscClient(credentials, options), credentials.baseUrl);
