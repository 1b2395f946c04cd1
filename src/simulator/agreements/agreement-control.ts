import { http, type RequestHandler } from 'msw';
import { z } from 'zod';
import { agreementStatus } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import { controlled } from '../control/loopback-cors.ts';
import { refusal } from '../exchange.ts';
import type { World } from '../world.ts';

const statusBody = z.strictObject({ status: agreementStatus, reason: z.string().optional() });

/** Steers letters of agreement, for a demo's panel and for tests: who signs, what runs out. */
export function agreementControl(world: World): RequestHandler[] {
  const base = `${world.origin}/simulator`;
  return [
    http.get(
      `${base}/agreements`,
      controlled(() =>
        Response.json(
          world.agreements.list().map(({ id, template, status, input, createdAt }) => ({
            id,
            template: template.title,
            status,
            reference: input.reference,
            createdAt: createdAt.toISOString(),
          })),
        ),
      ),
    ),
    http.put(
      `${base}/agreements/:id/status`,
      controlled(async (request, id) => {
        const letter = world.agreements.get(id);
        if (!letter) return refusal(404, 'not_found', 'There is no such agreement.');
        const told = statusBody.safeParse(await request.json().catch(() => undefined));
        if (!told.success) return refusal(422, 'invalid_status', 'Send { status, reason? }.');
        if (!world.agreements.move(letter, told.data.status, told.data.reason)) {
          return refusal(409, 'no_next_step', `Nothing follows ${letter.status}.`);
        }
        return Response.json({ id, status: letter.status });
      }),
    ),
    http.post(
      `${base}/loa-tokens/call-back`,
      controlled(() => {
        world.loaTokens.callBack();
        return new Response(null, { status: 204 });
      }),
    ),
  ];
}
