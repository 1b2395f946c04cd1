import { type HttpResponseResolver, http, type RequestHandler } from 'msw';
import { advance } from '../contracting/progress.ts';
import { refusal } from '../exchange.ts';
import { scenarioPatch } from '../scenario.ts';
import type { World } from '../world.ts';
import { journalStream } from './journal-stream.ts';
import { mayControl, withCors } from './loopback-cors.ts';

/** Steers the simulator and shows what it does: for a demo's panel and for tests, from this machine only. */
export function controlHandlers(world: World): RequestHandler[] {
  const base = `${world.origin}/simulator`;
  const controlled =
    (answer: (request: Request, id: string) => Response | Promise<Response>): HttpResponseResolver =>
    async ({ request, params }) => {
      if (!mayControl(request)) return refusal(403, 'origin_not_allowed', 'Only pages on this machine may do this.');
      return withCors(request, await answer(request, typeof params.id === 'string' ? params.id : ''));
    };

  return [
    http.options(
      `${base}/*`,
      controlled(() => new Response(null, { status: 204 })),
    ),

    http.get(
      `${base}/scenario`,
      controlled(() => Response.json(world.scenario.current())),
    ),

    http.put(
      `${base}/scenario`,
      controlled(async (request) => {
        const patch = scenarioPatch.safeParse(await request.json().catch(() => undefined));
        if (!patch.success) {
          const [issue] = patch.error.issues;
          return refusal(422, 'invalid_scenario', `${issue?.path.join('.') || 'scenario'}: ${issue?.message}`);
        }
        return Response.json(world.scenario.change(patch.data));
      }),
    ),

    http.get(
      `${base}/journal`,
      controlled(() => Response.json(world.journal.since(0))),
    ),

    http.get(
      `${base}/journal/events`,
      controlled((request) => {
        const seen = Number(request.headers.get('last-event-id') ?? 0);
        return journalStream(world.journal, Number.isSafeInteger(seen) ? seen : 0, world.closed);
      }),
    ),

    http.get(
      `${base}/contracts`,
      controlled(() =>
        Response.json(
          world.contracts.list().map(({ id, number, environment, input, status, accounts, createdAt }) => ({
            id,
            number,
            environment,
            reference: input.partnerReference,
            status,
            accounts: accounts.map(({ last4 }) => ({ last4 })),
            createdAt: createdAt.toISOString(),
          })),
        ),
      ),
    ),

    http.post(
      `${base}/contracts/:id/advance`,
      controlled((_request, id) => {
        const contract = world.contracts.get(id);
        if (!contract) return refusal(404, 'not_found', 'There is no such contract.');
        if (!advance(world, contract)) return refusal(409, 'no_next_step', `Nothing follows ${contract.status}.`);
        return Response.json({ id, status: contract.status });
      }),
    ),

    http.post(
      `${base}/reset`,
      controlled(() => {
        world.reset();
        return new Response(null, { status: 204 });
      }),
    ),
  ];
}
