import { http, type RequestHandler } from 'msw';
import { authorized, refusal } from '../exchange.ts';
import type { World } from '../world.ts';
import { execute, graphqlRequest, type Told } from './execute.ts';

/** The Contracting API: GraphQL over HTTP POST, one path an environment. */
export function contractingHandlers(world: World): RequestHandler[] {
  return [
    http.post(
      `${world.origin}/msc/:environment/graphql`,
      authorized(world, 'contracting', async ({ request, note }, partner) => {
        const body = graphqlRequest.safeParse(await request.json().catch(() => undefined));
        if (!body.success) return refusal(400, 'invalid_request', 'Send JSON with query, variables and operationName.');

        let did: Parameters<Told>[0] = {};
        const owner = { partnerId: partner.id, environment: partner.environment };
        const result = await execute(world, owner, body.data, (what) => {
          did = what;
        });
        const operation = body.data.operationName ?? 'a GraphQL operation';
        const refused = [...(did.userErrors ?? []), ...(result.errors?.length ? ['GraphQL error'] : [])];
        note(refused.length ? `${operation}: ${refused.join(', ')}` : operation, { operation, ...did });
        // Nothing ran: the request itself is wrong (GraphQL over HTTP, section 6.4.1).
        const status = result.data === undefined ? 400 : 200;
        return Response.json(result, { status });
      }),
    ),
  ];
}
