import { http, type RequestHandler } from 'msw';
import type { z } from 'zod';
import type { Agreement, agreementList } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import { errorResponse, type RequestContext, withJournal } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { agreementInput, followUpInput, isOpen, type StoredAgreement } from './agreement-store.ts';
import type { TokenHolder } from './loa-applications.ts';

/** Returns an error response in the format that we assume for the Letter of Agreement API. */
const loaError = (status: number, message: string): Response => Response.json({ message }, { status });

const serializeAgreement = ({
  id,
  template,
  input: { reference },
  status,
  reason,
  createdAt,
  updatedAt,
}: StoredAgreement): Agreement => ({
  id,
  templateId: template.id,
  status,
  reference: reference ?? null,
  reason: reason ?? null,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

export function agreementHandlers(state: SimulatorState): RequestHandler[] {
  const base = `${state.origin}/se/loa/v1/agreements`;
  const withTokenHolder = (
    journalPath: string,
    resolve: (context: RequestContext, holder: TokenHolder) => Response | Promise<Response>,
  ) =>
    withJournal(
      state,
      'request',
      async (context) => {
        await state.scheduler.delay(state.scenario.current().latencyMs);
        if (state.scenario.current().agreements === 'down') return loaError(503, 'The service is unavailable.');
        const token = /^Bearer (\S+)$/i.exec(context.request.headers.get('authorization') ?? '')?.[1] ?? '';
        const holder = state.loaTokens.holder(token);
        return holder ? resolve(context, holder) : loaError(401, 'The access token is missing, unknown or expired.');
      },
      journalPath,
    );

  const create = async ({ request, annotate }: RequestContext, holder: TokenHolder): Promise<Response> => {
    const body: unknown = await request.json().catch(() => undefined);
    const followUp = followUpInput.safeParse(body);
    const previous =
      followUp.data && state.agreements.ownedBy(holder.clientId, holder.customer, followUp.data.previousAgreementId);
    if (followUp.data && !previous) return loaError(404, 'The previous agreement does not exist.');
    const input = agreementInput.safeParse(previous ? { ...previous.input, ...omitUndefined(followUp.data) } : body);
    if (!input.success) {
      const [issue] = input.error.issues;
      return loaError(400, `${issue?.path.join('.') || 'body'}: ${issue?.message}`);
    }
    const application = state.loaApplications.find(({ clientId }) => clientId === holder.clientId);
    const template = application?.templates.find(({ id }) => id === input.data.templateId);
    if (!template) return loaError(400, 'templateId: unknown template.');
    const agreement = state.agreements.add({ ...holder, template, input: input.data });
    annotate(`agreement ${agreement.id} created${previous ? ' from a previous one' : ''}`);
    deliverAgreement(state, agreement);
    return Response.json(serializeAgreement(agreement), { status: 201 });
  };

  return [
    http.post(base, withTokenHolder('/loa/v1/agreements', create)),
    http.get(
      base,
      withTokenHolder('/loa/v1/agreements?reference', ({ url }, { clientId, customer }) => {
        const reference = url.searchParams.get('reference');
        if (!reference) return loaError(400, 'reference: required.');
        const agreements = state.agreements.byReference(clientId, customer, reference).map(serializeAgreement);
        return Response.json({ agreements } satisfies z.infer<typeof agreementList>);
      }),
    ),
    http.get(
      `${base}/:id`,
      withTokenHolder('/loa/v1/agreements/:id', ({ param }, { clientId, customer }) => {
        const agreement = state.agreements.ownedBy(clientId, customer, param('id'));
        return agreement
          ? Response.json(serializeAgreement(agreement))
          : loaError(404, 'The agreement does not exist.');
      }),
    ),
    http.delete(
      `${base}/:id`,
      withTokenHolder('/loa/v1/agreements/:id', ({ param, annotate }, { clientId, customer }) => {
        const agreement = state.agreements.ownedBy(clientId, customer, param('id'));
        if (!agreement || agreement.status === 'deleted') return loaError(404, 'The agreement does not exist.');
        if (!isOpen(agreement) && agreement.status !== 'bounced' && agreement.status !== 'expired') {
          return loaError(409, `An agreement with status ${agreement.status} cannot be deleted.`);
        }
        state.agreements.delete(agreement);
        annotate(`agreement ${agreement.id} deleted`);
        return new Response(null, { status: 204 });
      }),
    ),
  ];
}

/** Omits undefined fields, so that they do not override the values of the previous agreement. */
const omitUndefined = (value: object | undefined): object =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([, entry]) => entry !== undefined));

/**
 * Emails a new agreement to its signer after a short delay and marks the agreement as sent. In the scenario `mail:
 * 'bounced'`, sends nothing and marks the agreement as bounced.
 */
function deliverAgreement(state: SimulatorState, agreement: StoredAgreement): void {
  state.scheduler.after(state.paceMs / 4, () => {
    if (agreement.status !== 'created') return;
    if (state.scenario.current().mail === 'bounced') {
      state.agreements.setStatus(agreement, 'bounced', 'The address does not accept email.');
      return;
    }
    const { signer, cc, email } = agreement.input;
    state.mailbox.deliver({
      to: signer.email,
      cc: cc?.email,
      subject: email?.subject ?? agreement.template.title,
      text: email?.message ?? `${signer.name}, please review and sign this document.`,
      link: `/agreements/${agreement.secret}`,
    });
    state.agreements.setStatus(agreement, 'sent');
  });
}

/** An error response as defined in RFC 6749, section 5.2. */
const tokenError = (status: 400 | 401 | 415, error: string, error_description: string): Response =>
  Response.json({ error, error_description }, { status, headers: { 'Cache-Control': 'no-store' } });

/** The grant type of each token endpoint, and the form field that identifies the customer. */
const GRANTS = {
  'oauth-impersonate': { grantType: 'user_token', field: 'email' },
  oauth: { grantType: 'id_token', field: 'id_token' },
} as const;

/**
 * Handlers for the two endpoints that issue tokens on behalf of a customer. They accept only form bodies from known
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
