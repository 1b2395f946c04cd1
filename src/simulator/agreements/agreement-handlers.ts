import { http, type RequestHandler } from 'msw';
import type { z } from 'zod';
import type { Agreement, agreementList } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import { type Exchange, recorded } from '../exchange.ts';
import type { World } from '../world.ts';
import { agreementInput, followingInput } from './agreement-input.ts';
import { isOpen, type Letter } from './agreements.ts';
import type { TokenHolder } from './loa-tokens.ts';
import { post } from './post.ts';

/** An error as this API is assumed to say it. */
const refuse = (status: number, message: string): Response => Response.json({ message }, { status });

/** The API's own word for a letter. */
const told = ({ id, template, status, reason, createdAt, updatedAt }: Letter): Agreement => ({
  id,
  templateId: template.id,
  status,
  reason: reason ?? null,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

/** `/loa/v1/agreements`: make, find, look at and take back letters. Each customer's token sees that customer's letters only. */
export function agreementHandlers(world: World): RequestHandler[] {
  const base = `${world.origin}/se/loa/v1/agreements`;
  const authorized = (
    shownAs: string,
    answer: (exchange: Exchange, holder: TokenHolder) => Response | Promise<Response>,
  ) =>
    recorded(
      world,
      'request',
      async (exchange) => {
        await world.schedule.pause(world.scenario.current().latencyMs);
        if (world.scenario.current().agreements === 'down') return refuse(503, 'The service is down.');
        const token = /^Bearer (\S+)$/i.exec(exchange.request.headers.get('authorization') ?? '')?.[1] ?? '';
        const holder = world.loaTokens.holder(token);
        return holder ? answer(exchange, holder) : refuse(401, 'The access token is missing, unknown or has expired.');
      },
      shownAs,
    );

  const create = async ({ request, note }: Exchange, holder: TokenHolder): Promise<Response> => {
    const body: unknown = await request.json().catch(() => undefined);
    const following = followingInput.safeParse(body);
    const previous =
      following.data && world.agreements.ownedBy(holder.clientId, holder.customer, following.data.previousAgreementId);
    if (following.data && !previous) return refuse(404, 'There is no previous agreement of this id.');
    const input = agreementInput.safeParse(previous ? { ...previous.input, ...definedOf(following.data) } : body);
    if (!input.success) {
      const [issue] = input.error.issues;
      return refuse(400, `${issue?.path.join('.') || 'body'}: ${issue?.message}`);
    }
    const application = world.loaApplications.find(({ clientId }) => clientId === holder.clientId);
    const template = application?.templates.find(({ id }) => id === input.data.templateId);
    if (!template) return refuse(400, 'templateId: no such template.');
    const letter = world.agreements.add({ ...holder, template, input: input.data });
    note(`agreement ${letter.id} made${previous ? ' from a previous one' : ''}`);
    post(world, letter);
    return Response.json(told(letter), { status: 201 });
  };

  return [
    http.post(base, authorized('/loa/v1/agreements', create)),
    http.get(
      base,
      authorized('/loa/v1/agreements?reference', ({ url }, { clientId, customer }) => {
        const reference = url.searchParams.get('reference');
        if (!reference) return refuse(400, 'reference: say which.');
        const agreements = world.agreements.byReference(clientId, customer, reference).map(told);
        return Response.json({ agreements } satisfies z.infer<typeof agreementList>);
      }),
    ),
    http.get(
      `${base}/:id`,
      authorized('/loa/v1/agreements/:id', ({ param }, { clientId, customer }) => {
        const letter = world.agreements.ownedBy(clientId, customer, param('id'));
        return letter ? Response.json(told(letter)) : refuse(404, 'There is no agreement of this id.');
      }),
    ),
    http.delete(
      `${base}/:id`,
      authorized('/loa/v1/agreements/:id', ({ param, note }, { clientId, customer }) => {
        const letter = world.agreements.ownedBy(clientId, customer, param('id'));
        if (!letter || letter.status === 'deleted') return refuse(404, 'There is no agreement of this id.');
        if (!isOpen(letter) && letter.status !== 'bounced' && letter.status !== 'expired') {
          return refuse(409, `An agreement that is ${letter.status} cannot be deleted.`);
        }
        world.agreements.takeBack(letter);
        note(`agreement ${letter.id} deleted`);
        return new Response(null, { status: 204 });
      }),
    ),
  ];
}

/** What was said, so that what was not is taken from the previous letter. */
const definedOf = (value: object | undefined): object =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([, one]) => one !== undefined));
