import { http, type RequestHandler } from 'msw';
import { errorResponse, withPartner } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { executeGraphql, graphqlRequest, type MutationLogEntry } from './graphql-executor.ts';

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
        // Without `data`, nothing was executed: the request itself is invalid (GraphQL over HTTP, section 6.4.1).
        const status = result.data === undefined ? 400 : 200;
        return Response.json(result, { status });
      }),
    ),
  ];
}

const describeMutation = ({ operation, contractId, errorCodes }: MutationLogEntry): string =>
  `${operation} ${errorCodes.length ? `rejected: ${errorCodes.join(', ')}` : (contractId ?? '')}`;
