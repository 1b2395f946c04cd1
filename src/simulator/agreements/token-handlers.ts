import { http, type RequestHandler } from 'msw';
import { type Exchange, recorded, refusal } from '../exchange.ts';
import type { World } from '../world.ts';

/** RFC 6749 section 5.2. */
const tokenRefusal = (status: 400 | 401 | 415, error: string, error_description: string): Response =>
  Response.json({ error, error_description }, { status, headers: { 'Cache-Control': 'no-store' } });

/** What each way to a token takes: its grant, and the field that says who the customer is. */
const ways = {
  'oauth-impersonate': { grant: 'user_token', field: 'email' },
  oauth: { grant: 'id_token', field: 'id_token' },
} as const;

/** The two ways to an access token on behalf of a customer: form-encoded, for known applications only. */
export function tokenHandlers(world: World): RequestHandler[] {
  const answer = async ({ request, note }: Exchange, way: (typeof ways)[keyof typeof ways]): Promise<Response> => {
    await world.schedule.pause(world.scenario.current().latencyMs);
    if (world.scenario.current().agreements === 'down') return refusal(503, 'unavailable', 'The service is down.');
    if (!/^application\/x-www-form-urlencoded\b/.test(request.headers.get('content-type') ?? '')) {
      return tokenRefusal(415, 'invalid_request', 'Send a form.');
    }
    const form = new URLSearchParams(await request.text());
    const application = world.loaApplications.find(({ clientId }) => clientId === form.get('client_id'));
    if (!application || application.clientSecret !== form.get('client_secret')) {
      note('token refused: invalid_client');
      return tokenRefusal(401, 'invalid_client', 'Unknown client_id, or not its client_secret.');
    }
    if (form.get('grant_type') !== way.grant) {
      note('token refused: unsupported_grant_type');
      return tokenRefusal(400, 'unsupported_grant_type', `Here grant_type is ${way.grant}.`);
    }
    const customer = form.get(way.field);
    if (!customer) return tokenRefusal(400, 'invalid_request', `${way.field} is missing.`);
    note(`token by ${way.grant}`);
    return Response.json(
      {
        access_token: world.loaTokens.give({ clientId: application.clientId, customer: `${way.field}:${customer}` }),
        token_type: 'Bearer',
        expires_in: world.loaTokens.seconds,
      },
      { headers: { 'Cache-Control': 'no-store' } },
    );
  };
  return Object.entries(ways).map(([name, way]) =>
    http.post(
      `${world.origin}/se/ecostruxure/v1/${name}/token`,
      recorded(world, 'request', (exchange) => answer(exchange, way)),
    ),
  );
}
