import { http, type RequestHandler } from 'msw';
import { z } from 'zod';
import { mscReason, mscStatus } from '../../upstreams/msc/status.ts';
import { advance, nextStatus, signAsNextSigner } from '../contracting/lifecycle.ts';
import type { Journal, JournalEntry } from '../journal.ts';
import { errorResponse, withControlAccess } from '../request-context.ts';
import { scenarioPatch } from '../scenario.ts';
import type { SimulatorState } from '../simulator-state.ts';

/**
 * Request body that sets the status of a contract, such as `{ "status": "voided" }`. The upstream, the supplier or a
 * utility may report such a change at any time.
 */
const statusBody = z.strictObject({ status: mscStatus, reasons: z.array(mscReason).optional() });

/**
 * Controls the simulator and shows its activity, for the demo's control panel and for tests. Available only to
 * programs and pages on this machine.
 */
export const controlHandlers = (state: SimulatorState): RequestHandler[] => [
  ...stateControls(state),
  ...contractControls(state),
  ...signingControls(state),
];

function stateControls(state: SimulatorState): RequestHandler[] {
  const base = `${state.origin}/simulator`;
  return [
    http.options(
      `${base}/*`,
      withControlAccess(() => new Response(null, { status: 204 })),
    ),

    http.get(
      `${base}/scenario`,
      withControlAccess(() => Response.json(state.scenario.current())),
    ),

    http.put(
      `${base}/scenario`,
      withControlAccess(async (request) => {
        const patch = scenarioPatch.safeParse(await request.json().catch(() => undefined));
        if (!patch.success) {
          const [issue] = patch.error.issues;
          return errorResponse(422, 'invalid_scenario', `${issue?.path.join('.') || 'scenario'}: ${issue?.message}`);
        }
        return Response.json(state.scenario.update(patch.data));
      }),
    ),

    http.get(
      `${base}/journal`,
      withControlAccess(() => Response.json(state.journal.entriesAfter(0))),
    ),

    http.get(
      `${base}/journal/events`,
      withControlAccess((request) => {
        const lastEventId = Number(request.headers.get('last-event-id') ?? 0);
        return journalStream(state.journal, Number.isSafeInteger(lastEventId) ? lastEventId : 0, state.shutdownSignal);
      }),
    ),

    http.get(
      `${base}/documents`,
      withControlAccess(() => Response.json(state.documents.list())),
    ),

    http.post(
      `${base}/reset`,
      withControlAccess(() => {
        state.reset();
        return new Response(null, { status: 204 });
      }),
    ),
  ];
}

function contractControls(state: SimulatorState): RequestHandler[] {
  const base = `${state.origin}/simulator`;
  return [
    http.get(
      `${base}/contracts`,
      withControlAccess(() =>
        Response.json(
          state.contracts.list().map((contract) => ({
            id: contract.id,
            number: contract.number,
            environment: contract.environment,
            reference: contract.input.partnerReference,
            status: contract.status,
            nextStatus: nextStatus(contract),
            signers: contract.signers,
            accounts: contract.accounts.map(({ last4 }) => ({ last4 })),
            createdAt: contract.createdAt.toISOString(),
          })),
        ),
      ),
    ),

    http.post(
      `${base}/contracts/:id/advance`,
      withControlAccess((_request, id) => {
        const contract = state.contracts.get(id);
        if (!contract) return errorResponse(404, 'not_found', 'The contract does not exist.');
        if (!advance(state, contract))
          return errorResponse(409, 'no_next_step', `There is no next status after ${contract.status}.`);
        return Response.json({ id, status: contract.status });
      }),
    ),

    http.post(
      `${base}/contracts/:id/sign-next`,
      withControlAccess((_request, id) => {
        const contract = state.contracts.get(id);
        if (!contract) return errorResponse(404, 'not_found', 'The contract does not exist.');
        if (!signAsNextSigner(state, contract))
          return errorResponse(409, 'no_pending_signer', 'No other signer is waiting for their turn.');
        return Response.json({ id, status: contract.status });
      }),
    ),

    http.put(
      `${base}/contracts/:id/status`,
      withControlAccess(async (request, id) => {
        const contract = state.contracts.get(id);
        if (!contract) return errorResponse(404, 'not_found', 'The contract does not exist.');
        const update = statusBody.safeParse(await request.json().catch(() => undefined));
        if (!update.success) return errorResponse(422, 'invalid_status', 'Send { status, reasons? }.');
        state.contracts.setStatus(contract, update.data.status, update.data.reasons);
        return Response.json({ id, status: contract.status });
      }),
    ),
  ];
}

function signingControls(state: SimulatorState): RequestHandler[] {
  const base = `${state.origin}/simulator`;
  return [
    http.post(
      `${base}/signing-links/expire`,
      withControlAccess(() => {
        state.signingLinks.expireAll();
        return new Response(null, { status: 204 });
      }),
    ),

    http.post(
      `${base}/signing-sessions/idle`,
      withControlAccess(() => {
        state.signingSessions.timeOutAll();
        return new Response(null, { status: 204 });
      }),
    ),
  ];
}

const HEARTBEAT_INTERVAL_MS = 15_000;

/**
 * Streams the journal as server-sent events: first the entries after `afterSeq`, then each new entry. The event ID is
 * the entry's `seq`. The stream ends when the reader disconnects or `closed` aborts.
 */
function journalStream(journal: Journal, afterSeq: number, closed: AbortSignal): Response {
  const encoder = new TextEncoder();
  let cleanUp = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const send = (entry: JournalEntry) => write(`id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`);
      const heartbeat = setInterval(() => write(': heartbeat\n\n'), HEARTBEAT_INTERVAL_MS);
      const unsubscribe = journal.subscribe(send);
      const close = () => {
        cleanUp();
        controller.close();
      };
      closed.addEventListener('abort', close);
      cleanUp = () => {
        clearInterval(heartbeat);
        unsubscribe();
        closed.removeEventListener('abort', close);
      };
      write('retry: 1000\n\n');
      for (const entry of journal.entriesAfter(afterSeq)) send(entry);
    },
    cancel: () => cleanUp(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
