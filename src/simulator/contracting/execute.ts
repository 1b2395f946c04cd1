import { readFileSync } from 'node:fs';
import { buildSchema, type ExecutionResult, GraphQLError, graphql } from 'graphql';
import { z } from 'zod';
import { createSigningUrl, signingUrlInput } from '../signing/create-signing-url.ts';
import type { World } from '../world.ts';
import { cancelContract } from './cancel-contract.ts';
import type { Contract } from './contract.ts';
import { contractAnswer } from './contract-answer.ts';
import { contractInput } from './contract-input.ts';
import { contractPage } from './contract-page.ts';
import type { Owner } from './contracts.ts';
import { createContract } from './create-contract.ts';
import { externalSignature, recordExternalSignature } from './record-external-signature.ts';

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
const page = z.object({
  updatedSince: z.iso.datetime().nullish(),
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'not a cursor of ours')
    .nullish(),
  first: z.int().min(1).max(100).nullish(),
});

/** What a mutation did, for the journal. */
export interface Deed {
  readonly operation: string;
  readonly contractId: string | undefined;
  readonly refusals: readonly string[];
}

/** Runs a GraphQL request against the SDL, for one partner. */
export function execute(
  world: World,
  owner: Owner,
  request: GraphqlRequest,
  tell: (deed: Deed) => void,
): Promise<ExecutionResult> {
  const answer = (contract: Contract | null | undefined) => (contract ? contractAnswer(world, contract) : null);
  const told = <T extends { userErrors: readonly { code: string }[] }>(
    operation: string,
    contractId: string | undefined,
    payload: T,
  ): T => {
    tell({ operation, contractId, refusals: payload.userErrors.map(({ code }) => code) });
    return payload;
  };

  return graphql({
    schema,
    source: request.query,
    operationName: request.operationName ?? null,
    variableValues: request.variables ?? {},
    rootValue: {
      createContract(args: unknown) {
        const { input } = read(z.object({ input: contractInput }), args);
        const { contract, userErrors } = createContract(world, owner, input);
        return told('createContract', contract?.id, { contract: answer(contract), userErrors });
      },
      createSigningUrl(args: unknown) {
        const { input } = read(z.object({ input: signingUrlInput }), args);
        return told('createSigningUrl', input.contractId, createSigningUrl(world, owner, input));
      },
      cancelContract(args: unknown) {
        const { contract, userErrors } = cancelContract(world, owner, read(byId, args).id);
        return told('cancelContract', contract?.id, { contract: answer(contract), userErrors });
      },
      recordExternalSignature(args: unknown) {
        const { input } = read(z.object({ input: externalSignature }), args);
        const { contract, userErrors } = recordExternalSignature(world, owner, input);
        return told('recordExternalSignature', contract?.id, { contract: answer(contract), userErrors });
      },
      contract: (args: unknown) => answer(world.contracts.ownedBy(owner, read(byId, args).id)),
      contractByReference: (args: unknown) =>
        answer(world.contracts.byReference(owner, read(byReference, args).partnerReference)),
      contracts(args: unknown) {
        const { first, ...query } = read(page, args);
        const { contracts, ...rest } = contractPage(world, owner, { ...query, first: first ?? 50 });
        return { nodes: contracts.map(answer), ...rest };
      },
    },
  });
}

/** Scalars of the SDL mean more than a string; the error names the field, never what was in it. */
function read<S extends z.ZodType>(schema: S, args: unknown): z.infer<S> {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GraphQLError(`${issue?.path.join('.')}: ${issue?.message}`, { extensions: { code: 'BAD_USER_INPUT' } });
}
