import { z } from 'zod';
import type { JsonClient } from '../http/json-client.ts';
import {
  cancelContractOperation,
  contractByReferenceOperation,
  contractDocumentOperation,
  contractOperation,
  contractsOperation,
  createContractOperation,
  createSigningUrlOperation,
  recordExternalSignatureOperation,
} from './contracting-operations.ts';
import {
  type CreateContractInput,
  cancelContractData,
  contractByReferenceData,
  contractData,
  contractDocumentData,
  contractsData,
  createContractData,
  createSigningUrlData,
  MAX_CONTRACTS_PER_PAGE,
  type MscContract,
  type MscUserError,
  mscContract,
  mscContractReference,
  recordExternalSignatureData,
} from './contracting-schema.ts';
import { MscInvalidResponseError, MscRejectedError } from './transport.ts';

/** Either the value, or the reason why the input was rejected. */
export type MscPayload<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly userErrors: readonly MscUserError[] };

export interface MscSigningUrlInput {
  readonly contractId: string;
  /** At most 470 characters. */
  readonly returnUrl: string;
  readonly frameAncestors: readonly string[];
  readonly messageOrigins: readonly string[];
  readonly presentation: 'popup' | 'redirect' | 'focused';
}

export interface MscExternalSignature {
  readonly contractId: string;
  readonly agreementId: string;
  /** ISO 8601 in UTC. */
  readonly signedAt: string;
}

/**
 * The Contracting API (GraphQL). A mutation that fails with MscUnavailableError or MscInvalidResponseError may have
 * taken effect.
 */
export interface MscContracting {
  createContract(input: CreateContractInput): Promise<MscPayload<MscContract>>;
  /** `url` is a secret: it works once, for five minutes. */
  createSigningUrl(
    input: MscSigningUrlInput,
  ): Promise<MscPayload<{ readonly url: string; readonly expiresAt: string }>>;
  /** Cancels a contract that is neither signed nor submitted. Idempotent. */
  cancelContract(id: string): Promise<MscPayload<MscContract>>;
  /** Records the signature of a contract that was created with `signing: 'EXTERNAL'`. Idempotent per agreement. */
  recordExternalSignature(input: MscExternalSignature): Promise<MscPayload<MscContract>>;
  contract(id: string): Promise<MscContract | undefined>;
  /**
   * The URL of a contract's document; undefined if there is none. This is a separate operation, because customers may
   * open the document often, so its calls must be deferrable.
   */
  documentUrl(id: string): Promise<string | undefined>;
  contractByReference(partnerReference: string): Promise<MscContract | undefined>;
  /**
   * One page of the contracts that changed since an instant, oldest change first.
   *
   * @param after the `next` of the previous page
   */
  contracts(updatedSince: string, after?: string): Promise<MscContractPage>;
}

export interface MscContractPage {
  readonly contracts: readonly MscContract[];
  /** References of contracts that could not be read. */
  readonly unreadable: readonly string[];
  /** The cursor of the next page; undefined on the last one. */
  readonly next: string | undefined;
}

const graphqlResponse = <S extends z.ZodType>(data: S) =>
  z.object({
    data: data.nullish(),
    errors: z
      .array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() }))
      .optional(),
  });

/** @example const result = await createMscContracting(client).createContract(input); if (result.ok) result.value.id */
export function createMscContracting(client: JsonClient): MscContracting {
  const execute = async <S extends z.ZodType>(
    operationName: string,
    query: string,
    data: S,
    variables: Record<string, unknown>,
    isQuery: boolean,
  ): Promise<z.infer<S>> => {
    const response = await client.call(operationName, 'graphql', graphqlResponse(data), {
      method: 'post',
      json: { operationName, query, variables },
      ...(isQuery ? { retry: { limit: 1, methods: ['post'], retryOnTimeout: true } } : {}),
    });
    // GraphQL messages may quote the input, which is personal, so only their number is reported.
    const errors = response.errors?.length;
    if (errors && isQuery) throw new MscRejectedError(operationName, 200, `number of GraphQL errors: ${errors}`);
    // A mutation may have taken effect, because an error in one field of the response makes all of its data null.
    if (errors) throw new MscInvalidResponseError(operationName, 'errors', `number of GraphQL errors: ${errors}`);
    if (response.data === null || response.data === undefined)
      throw new MscInvalidResponseError(operationName, 'data', 'is missing');
    return response.data;
  };

  const toPayload = <T>(operationName: string, value: T | null, userErrors: readonly MscUserError[]): MscPayload<T> => {
    if (userErrors.length) return { ok: false, userErrors };
    if (value === null)
      throw new MscInvalidResponseError(operationName, operationName, 'has neither a value nor userErrors');
    return { ok: true, value };
  };

  return {
    async createContract(input) {
      const { createContract } = await execute(
        'CreateContract',
        createContractOperation,
        createContractData,
        { input },
        false,
      );
      return toPayload('createContract', createContract.contract, createContract.userErrors);
    },
    async createSigningUrl(input) {
      const data = await execute('CreateSigningUrl', createSigningUrlOperation, createSigningUrlData, { input }, false);
      return toPayload('createSigningUrl', data.createSigningUrl.signingUrl, data.createSigningUrl.userErrors);
    },
    async cancelContract(id) {
      const data = await execute('CancelContract', cancelContractOperation, cancelContractData, { id }, false);
      return toPayload('cancelContract', data.cancelContract.contract, data.cancelContract.userErrors);
    },
    async recordExternalSignature(input) {
      const { recordExternalSignature: result } = await execute(
        'RecordExternalSignature',
        recordExternalSignatureOperation,
        recordExternalSignatureData,
        { input },
        false,
      );
      return toPayload('recordExternalSignature', result.contract, result.userErrors);
    },
    async contract(id) {
      return (await execute('Contract', contractOperation, contractData, { id }, true)).contract ?? undefined;
    },
    async documentUrl(id) {
      const data = await execute('ContractDocument', contractDocumentOperation, contractDocumentData, { id }, true);
      if (data.contract && data.contract.id !== id)
        throw new MscInvalidResponseError('ContractDocument', 'contract.id', 'is not the requested contract');
      return data.contract?.documentUrl ?? undefined;
    },
    async contractByReference(partnerReference) {
      const variables = { partnerReference };
      const data = await execute(
        'ContractByReference',
        contractByReferenceOperation,
        contractByReferenceData,
        variables,
        true,
      );
      return data.contractByReference ?? undefined;
    },
    async contracts(updatedSince, after) {
      const variables = { updatedSince, after: after ?? null, first: MAX_CONTRACTS_PER_PAGE };
      const data = await execute('Contracts', contractsOperation, contractsData, variables, true);
      const { nodes, endCursor, hasNextPage } = data.contracts;
      // Otherwise the caller would read the same page forever.
      if (hasNextPage && (endCursor === null || endCursor === after))
        throw new MscInvalidResponseError('Contracts', 'contracts.endCursor', 'does not advance');
      const parsed = nodes.map((node) => ({ node, result: mscContract.safeParse(node) }));
      const contracts = parsed.flatMap(({ result }) => (result.success ? [result.data] : []));
      const unreadable = parsed
        .filter(({ result }) => !result.success)
        .map(({ node }) => mscContractReference.safeParse(node).data?.partnerReference ?? '');
      return { contracts, unreadable, next: hasNextPage ? (endCursor ?? undefined) : undefined };
    },
  };
}
