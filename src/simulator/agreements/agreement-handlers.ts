import { http, type RequestHandler } from 'msw';
import type { z } from 'zod';
import type { Agreement, agreementList } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import { type RequestContext, withJournal } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { agreementInput, followUpInput } from './agreement-input.ts';
import { isOpen, type StoredAgreement } from './agreement-store.ts';
import { deliverAgreement } from './deliver-agreement.ts';
import type { TokenHolder } from './token-store.ts';

/** An error as this API is assumed to say it. */
const loaError = (status: number, message: string): Response => Response.json({ message }, { status });

/** The API's own word for a letter. */
const serializeAgreement = ({ id, template, status, reason, createdAt, updatedAt }: StoredAgreement): Agreement => ({
  id,
  templateId: template.id,
  status,
  reason: reason ?? null,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

/** `/loa/v1/agreements`: make, find, look at and take back letters. Each customer's token sees that customer's letters only. */
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
        if (state.scenario.current().agreements === 'down') return loaError(503, 'The service is down.');
        const token = /^Bearer (\S+)$/i.exec(context.request.headers.get('authorization') ?? '')?.[1] ?? '';
        const holder = state.loaTokens.holder(token);
        return holder
          ? resolve(context, holder)
          : loaError(401, 'The access token is missing, unknown or has expired.');
      },
      journalPath,
    );

  const create = async ({ request, annotate }: RequestContext, holder: TokenHolder): Promise<Response> => {
    const body: unknown = await request.json().catch(() => undefined);
    const followUp = followUpInput.safeParse(body);
    const previous =
      followUp.data && state.agreements.ownedBy(holder.clientId, holder.customer, followUp.data.previousAgreementId);
    if (followUp.data && !previous) return loaError(404, 'There is no previous agreement of this id.');
    const input = agreementInput.safeParse(previous ? { ...previous.input, ...omitUndefined(followUp.data) } : body);
    if (!input.success) {
      const [issue] = input.error.issues;
      return loaError(400, `${issue?.path.join('.') || 'body'}: ${issue?.message}`);
    }
    const application = state.loaApplications.find(({ clientId }) => clientId === holder.clientId);
    const template = application?.templates.find(({ id }) => id === input.data.templateId);
    if (!template) return loaError(400, 'templateId: no such template.');
    const agreement = state.agreements.add({ ...holder, template, input: input.data });
    annotate(`agreement ${agreement.id} made${previous ? ' from a previous one' : ''}`);
    deliverAgreement(state, agreement);
    return Response.json(serializeAgreement(agreement), { status: 201 });
  };

  return [
    http.post(base, withTokenHolder('/loa/v1/agreements', create)),
    http.get(
      base,
      withTokenHolder('/loa/v1/agreements?reference', ({ url }, { clientId, customer }) => {
        const reference = url.searchParams.get('reference');
        if (!reference) return loaError(400, 'reference: say which.');
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
          : loaError(404, 'There is no agreement of this id.');
      }),
    ),
    http.delete(
      `${base}/:id`,
      withTokenHolder('/loa/v1/agreements/:id', ({ param, annotate }, { clientId, customer }) => {
        const agreement = state.agreements.ownedBy(clientId, customer, param('id'));
        if (!agreement || agreement.status === 'deleted') return loaError(404, 'There is no agreement of this id.');
        if (!isOpen(agreement) && agreement.status !== 'bounced' && agreement.status !== 'expired') {
          return loaError(409, `An agreement that is ${agreement.status} cannot be deleted.`);
        }
        state.agreements.delete(agreement);
        annotate(`agreement ${agreement.id} deleted`);
        return new Response(null, { status: 204 });
      }),
    ),
  ];
}

/** What was said, so that what was not is taken from the previous letter. */
const omitUndefined = (value: object | undefined): object =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([, entry]) => entry !== undefined));
