import { http, type RequestHandler } from 'msw';
import { authorized, refusal } from '../exchange.ts';
import type { World } from '../world.ts';
import { type Deed, execute, graphqlRequest } from './execute.ts';

/** The Contracting API: GraphQL over HTTP POST, one path an environment. */
export function contractingHandlers(world: World): RequestHandler[] {
  return [
    http.post(
      `${world.origin}/msc/:environment/graphql`,
      authorized(world, 'contracting', async ({ request, note }, partner) => {
        const body = graphqlRequest.safeParse(await request.json().catch(() => undefined));
        if (!body.success) return refusal(400, 'invalid_request', 'Send JSON with query, variables and operationName.');

        const deeds: Deed[] = [];
        const owner = { partnerId: partner.id, environment: partner.environment };
        const result = await execute(world, owner, body.data, (deed) => deeds.push(deed));
        const failed = result.errors?.length ? ', with GraphQL errors' : '';
        note((deeds.map(inWords).join('; ') || 'a query') + failed, deeds[0] && { ...deeds[0] });
        // Nothing ran: the request itself is wrong (GraphQL over HTTP, section 6.4.1).
        const status = result.data === undefined ? 400 : 200;
        return Response.json(result, { status });
      }),
    ),
  ];
}

const inWords = ({ operation, contractId, refusals }: Deed): string =>
  `${operation} ${refusals.length ? `refused: ${refusals.join(', ')}` : (contractId ?? '')}`;
