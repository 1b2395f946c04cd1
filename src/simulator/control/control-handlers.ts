import { http, type RequestHandler } from 'msw';
import { z } from 'zod';
import { mscReason, mscStatus } from '../../upstreams/msc/status.ts';
import { advance, signNext } from '../contracting/progress.ts';
import { refusal } from '../exchange.ts';
import { scenarioPatch } from '../scenario.ts';
import type { World } from '../world.ts';
import { journalStream } from './journal-stream.ts';
import { controlled } from './loopback-cors.ts';

/** What the upstream, the supplier or a utility may say of a contract at any time: `{ "status": "voided" }`. */
const statusBody = z.strictObject({ status: mscStatus, reasons: z.array(mscReason).optional() });

/** Steers the simulator and shows what it does: for a demo's panel and for tests, from this machine only. */
export function controlHandlers(world: World): RequestHandler[] {
  const base = `${world.origin}/simulator`;
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
          world.contracts.list().map(({ id, number, environment, input, status, signers, accounts, createdAt }) => ({
            id,
            number,
            environment,
            reference: input.partnerReference,
            status,
            signers,
            accounts: accounts.map(({ last4 }) => ({ last4 })),
            createdAt: createdAt.toISOString(),
          })),
        ),
      ),
    ),

    http.get(
      `${base}/documents`,
      controlled(() => Response.json(world.documents.list())),
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
      `${base}/contracts/:id/sign-next`,
      controlled((_request, id) => {
        const contract = world.contracts.get(id);
        if (!contract) return refusal(404, 'not_found', 'There is no such contract.');
        if (!signNext(world, contract)) return refusal(409, 'nobody_waits', 'It is no second signer’s turn.');
        return Response.json({ id, status: contract.status });
      }),
    ),

    http.put(
      `${base}/contracts/:id/status`,
      controlled(async (request, id) => {
        const contract = world.contracts.get(id);
        if (!contract) return refusal(404, 'not_found', 'There is no such contract.');
        const told = statusBody.safeParse(await request.json().catch(() => undefined));
        if (!told.success) return refusal(422, 'invalid_status', 'Send { status, reasons? }.');
        world.contracts.move(contract, told.data.status, told.data.reasons);
        return Response.json({ id, status: contract.status });
      }),
    ),

    http.post(
      `${base}/signing-links/expire`,
      controlled(() => {
        world.signingLinks.expireAll();
        return new Response(null, { status: 204 });
      }),
    ),

    http.post(
      `${base}/signing-sessions/idle`,
      controlled(() => {
        world.signingSessions.idleAll();
        return new Response(null, { status: 204 });
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
