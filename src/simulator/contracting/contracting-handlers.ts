import { readFileSync } from 'node:fs';
import { buildSchema, type ExecutionResult, GraphQLError, graphql } from 'graphql';
import { http, type RequestHandler } from 'msw';
import { z } from 'zod';
import type { MscContract } from '../../upstreams/msc/contracting-schema.ts';
import { errorResponse, withPartner } from '../request-context.ts';
import { createSigningUrl, signingUrlInput } from '../signing/create-signing-url.ts';
import type { SimulatorState } from '../simulator-state.ts';
import type { Contract, Owner } from './contract.ts';
import { contractInput } from './contract-input.ts';
import { createContract } from './create-contract.ts';
import { cancelContract, externalSignature, recordExternalSignature } from './lifecycle.ts';

/** The Contracting API: GraphQL over HTTP POST, with one path per environment. */
export function contractingHandlers(state: SimulatorState): RequestHandler[] {
  return [
    http.post(
      `${state.origin}/msc/:environment/graphql`,
      withPartner(state, 'contracting', async ({ request, annotate }, partner) => {
        const body = graphqlRequest.safeParse(await request.json().catch(() => undefined));
        if (!body.success)
          return errorResponse(
            400,
            'invalid_request',
            'Send JSON with query, and optionally variables and operationName.',
          );

        const mutations: MutationLogEntry[] = [];
        const owner = { partnerId: partner.id, environment: partner.environment };
        const result = await executeGraphql(state, owner, body.data, (entry) => mutations.push(entry));
        const failed = result.errors?.length ? ', with GraphQL errors' : '';
        annotate((mutations.map(describeMutation).join('; ') || 'query') + failed, mutations[0] && { ...mutations[0] });
        // A result without `data` means that the request was invalid and nothing was executed (GraphQL over HTTP,
        // section 6.4.1).
        const status = result.data === undefined ? 400 : 200;
        return Response.json(result, { status });
      }),
    ),
  ];
}

const describeMutation = ({ operation, contractId, errorCodes }: MutationLogEntry): string =>
  `${operation} ${errorCodes.length ? `rejected: ${errorCodes.join(', ')}` : (contractId ?? '')}`;

const sdl = readFileSync(new URL('../../upstreams/msc/contracting.graphql', import.meta.url), 'utf8');
const schema = buildSchema(sdl);

const graphqlRequest = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});
type GraphqlRequest = z.infer<typeof graphqlRequest>;

const byId = z.object({ id: z.string() });
const byReference = z.object({ partnerReference: z.string() });
const contractsArgs = z.object({
  updatedSince: z.iso.datetime().nullish(),
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'not a valid cursor')
    .nullish(),
  first: z.int().min(1).max(100).nullish(),
});

/** Outcome of a mutation, for the journal. */
interface MutationLogEntry {
  readonly operation: string;
  readonly contractId: string | undefined;
  readonly errorCodes: readonly string[];
}

function executeGraphql(
  state: SimulatorState,
  owner: Owner,
  request: GraphqlRequest,
  onMutation: (entry: MutationLogEntry) => void,
): Promise<ExecutionResult> {
  const serialize = (contract: Contract | null | undefined) => (contract ? serializeContract(state, contract) : null);
  const logMutation = <T extends { userErrors: readonly { code: string }[] }>(
    operation: string,
    contractId: string | undefined,
    payload: T,
  ): T => {
    onMutation({ operation, contractId, errorCodes: payload.userErrors.map(({ code }) => code) });
    return payload;
  };

  return graphql({
    schema,
    source: request.query,
    operationName: request.operationName ?? null,
    variableValues: request.variables ?? {},
    rootValue: {
      createContract(args: unknown) {
        const { input } = parseArgs(z.object({ input: contractInput }), args);
        const { contract, userErrors } = createContract(state, owner, input);
        return logMutation('createContract', contract?.id, { contract: serialize(contract), userErrors });
      },
      createSigningUrl(args: unknown) {
        const { input } = parseArgs(z.object({ input: signingUrlInput }), args);
        return logMutation('createSigningUrl', input.contractId, createSigningUrl(state, owner, input));
      },
      cancelContract(args: unknown) {
        const { contract, userErrors } = cancelContract(state, owner, parseArgs(byId, args).id);
        return logMutation('cancelContract', contract?.id, { contract: serialize(contract), userErrors });
      },
      recordExternalSignature(args: unknown) {
        const { input } = parseArgs(z.object({ input: externalSignature }), args);
        const { contract, userErrors } = recordExternalSignature(state, owner, input);
        return logMutation('recordExternalSignature', contract?.id, { contract: serialize(contract), userErrors });
      },
      contract: (args: unknown) => serialize(state.contracts.ownedBy(owner, parseArgs(byId, args).id)),
      contractByReference: (args: unknown) =>
        serialize(state.contracts.byReference(owner, parseArgs(byReference, args).partnerReference)),
      contracts(args: unknown) {
        const { first, ...query } = parseArgs(contractsArgs, args);
        const { contracts, ...rest } = contractPage(state, owner, { ...query, first: first ?? 50 });
        return { nodes: contracts.map(serialize), ...rest };
      },
    },
  });
}

/**
 * Validates formats that the SDL cannot express, such as decimals in strings. The error contains the field's name but
 * not its value.
 */
function parseArgs<S extends z.ZodType>(schema: S, args: unknown): z.infer<S> {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GraphQLError(`${issue?.path.join('.')}: ${issue?.message}`, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** Converts a contract to the API's format, with a new short-lived `documentUrl`. */
function serializeContract(state: SimulatorState, contract: Contract): MscContract {
  const { id, input, status, reasons, accounts, signers, updatedAt } = contract;
  return {
    id,
    partnerReference: input.partnerReference,
    status,
    reasons: [...reasons],
    accounts: accounts.map(({ last4, ...account }) => ({
      identifierLast4: last4,
      status: account.status,
      reasons: [...account.reasons],
    })),
    signers: [...signers],
    updatedAt: updatedAt.toISOString(),
    documentUrl: state.documentLinks.createUrl(id),
  };
}

interface ContractPage {
  readonly contracts: readonly Contract[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/**
 * Returns contracts in the order of their last change, `first` per page. The cursor is the number of the last change
 * and not a timestamp, so a contract that changes between two pages appears on a later page.
 */
function contractPage(
  state: SimulatorState,
  owner: Owner,
  query: {
    readonly updatedSince?: string | null | undefined;
    readonly after?: string | null | undefined;
    readonly first: number;
  },
): ContractPage {
  const since = query.updatedSince ? new Date(query.updatedSince) : undefined;
  const matching = state.contracts
    .changedAfter(owner, query.after ? Number(query.after) : 0)
    .filter(({ updatedAt }) => !since || updatedAt >= since);
  const contracts = matching.slice(0, query.first);
  return {
    contracts,
    endCursor: contracts.at(-1)?.changeSeq.toString() ?? null,
    hasNextPage: matching.length > contracts.length,
  };
}
