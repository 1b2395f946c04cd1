import { readFileSync } from 'node:fs';
import { buildSchema, type ExecutionResult, GraphQLError, graphql } from 'graphql';
import { z } from 'zod';
import { createSigningUrl, signingUrlInput } from '../signing/create-signing-url.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { cancelContract } from './cancel-contract.ts';
import type { Contract } from './contract.ts';
import { contractInput } from './contract-input.ts';
import { contractPage } from './contract-page.ts';
import type { Owner } from './contract-store.ts';
import { createContract } from './create-contract.ts';
import { externalSignature, recordExternalSignature } from './record-external-signature.ts';
import { serializeContract } from './serialize-contract.ts';

const sdl = readFileSync(new URL('../../upstreams/msc/contracting.graphql', import.meta.url), 'utf8');
const schema = buildSchema(sdl);

/** A GraphQL request over HTTP. */
export const graphqlRequest = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});
export type GraphqlRequest = z.infer<typeof graphqlRequest>;

const byId = z.object({ id: z.string() });
const byReference = z.object({ partnerReference: z.string() });
const contractsArgs = z.object({
  updatedSince: z.iso.datetime().nullish(),
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'not a cursor of ours')
    .nullish(),
  first: z.int().min(1).max(100).nullish(),
});

/** What a mutation did, for the journal. */
export interface MutationLogEntry {
  readonly operation: string;
  readonly contractId: string | undefined;
  readonly errorCodes: readonly string[];
}

/** Runs a GraphQL request against the SDL, for one partner. */
export function executeGraphql(
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

/** Scalars of the SDL mean more than a string; the error names the field, never what was in it. */
function parseArgs<S extends z.ZodType>(schema: S, args: unknown): z.infer<S> {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GraphQLError(`${issue?.path.join('.')}: ${issue?.message}`, { extensions: { code: 'BAD_USER_INPUT' } });
}
