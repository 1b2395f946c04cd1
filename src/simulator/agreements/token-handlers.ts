import { http, type RequestHandler } from 'msw';
import { errorResponse, type RequestContext, withJournal } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';

/** An error response as defined in RFC 6749, section 5.2. */
const tokenError = (status: 400 | 401 | 415, error: string, error_description: string): Response =>
  Response.json({ error, error_description }, { status, headers: { 'Cache-Control': 'no-store' } });

/** For each token endpoint: the grant type, and the form field that identifies the customer. */
const GRANTS = {
  'oauth-impersonate': { grantType: 'user_token', field: 'email' },
  oauth: { grantType: 'id_token', field: 'id_token' },
} as const;

/**
 * The two token endpoints that issue tokens on behalf of a customer. They accept only form bodies from known
 * applications.
 */
export function tokenHandlers(state: SimulatorState): RequestHandler[] {
  const issueToken = async (
    { request, annotate }: RequestContext,
    grant: (typeof GRANTS)[keyof typeof GRANTS],
  ): Promise<Response> => {
    await state.scheduler.delay(state.scenario.current().latencyMs);
    if (state.scenario.current().agreements === 'down')
      return errorResponse(503, 'unavailable', 'The service is unavailable.');
    if (!/^application\/x-www-form-urlencoded\b/.test(request.headers.get('content-type') ?? '')) {
      return tokenError(415, 'invalid_request', 'Send application/x-www-form-urlencoded.');
    }
    const form = new URLSearchParams(await request.text());
    const application = state.loaApplications.find(({ clientId }) => clientId === form.get('client_id'));
    if (!application || application.clientSecret !== form.get('client_secret')) {
      annotate('token denied: invalid_client');
      return tokenError(401, 'invalid_client', 'Unknown client_id or wrong client_secret.');
    }
    if (form.get('grant_type') !== grant.grantType) {
      annotate('token denied: unsupported_grant_type');
      return tokenError(400, 'unsupported_grant_type', `grant_type must be ${grant.grantType}.`);
    }
    const customer = form.get(grant.field);
    if (!customer) return tokenError(400, 'invalid_request', `${grant.field} is required.`);
    annotate(`token by ${grant.grantType}`);
    return Response.json(
      {
        access_token: state.loaTokens.issue({ clientId: application.clientId, customer: `${grant.field}:${customer}` }),
        token_type: 'Bearer',
        expires_in: state.loaTokens.lifetimeSeconds,
      },
      { headers: { 'Cache-Control': 'no-store' } },
    );
  };
  return Object.entries(GRANTS).map(([name, grant]) =>
    http.post(
      `${state.origin}/se/ecostruxure/v1/${name}/token`,
      withJournal(state, 'request', (context) => issueToken(context, grant)),
    ),
  );
}
