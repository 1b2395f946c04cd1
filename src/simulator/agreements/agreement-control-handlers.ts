import { http, type RequestHandler } from 'msw';
import { z } from 'zod';
import { agreementStatus } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import { errorResponse, withControlAccess } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';

const statusBody = z.strictObject({ status: agreementStatus, reason: z.string().optional() });

/**
 * Controls agreements, for the demo's control panel and for tests: lists agreements, changes their status and revokes
 * access tokens.
 */
export function agreementControlHandlers(state: SimulatorState): RequestHandler[] {
  const base = `${state.origin}/simulator`;
  return [
    http.get(
      `${base}/agreements`,
      withControlAccess(() =>
        Response.json(
          state.agreements.list().map(({ id, template, status, input, createdAt }) => ({
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
      withControlAccess(async (request, id) => {
        const agreement = state.agreements.get(id);
        if (!agreement) return errorResponse(404, 'not_found', 'The agreement does not exist.');
        const update = statusBody.safeParse(await request.json().catch(() => undefined));
        if (!update.success) return errorResponse(422, 'invalid_status', 'Send { status, reason? }.');
        if (!state.agreements.setStatus(agreement, update.data.status, update.data.reason)) {
          return errorResponse(409, 'no_next_step', `The status ${agreement.status} is final.`);
        }
        return Response.json({ id, status: agreement.status });
      }),
    ),
    http.post(
      `${base}/loa-tokens/revoke`,
      withControlAccess(() => {
        state.loaTokens.revokeAll();
        return new Response(null, { status: 204 });
      }),
    ),
  ];
}
