import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { contractDocument } from '../../wire/contract.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { routePath } from '../http/route-path.ts';
import { describeError } from '../log.ts';
import { authenticate } from '../sites/authenticate.ts';
import { ownedContract } from './owned-contract.ts';

const largestDocument = 25 * 1024 * 1024;

/** The contract's PDF, brought through us: its upstream address is short-lived and not for a browser. */
export const contractDocumentRoutes = (deps: Deps): Hono =>
  new Hono().get(routePath(contractDocument.path), async (context) => {
    const caller = await authenticate(context, deps);
    const row = await ownedContract(deps, caller, context.req.param('id') ?? '');
    const made = await deps.msc(caller.access).contracting.contract(row.upstream_id ?? '');
    if (!made?.documentUrl) throw new ProblemError('document_not_ready', { retryAfter: 2 });
    // Only from where the upstream lives: an answer must not turn us into a fetcher of any address.
    if (new URL(made.documentUrl).origin !== new URL(caller.access.credentials.baseUrl).origin) {
      throw new ProblemError('upstream_invalid');
    }
    const answer = await fetch(made.documentUrl, { redirect: 'error', signal: AbortSignal.timeout(20_000) }).catch(
      (cause) => {
        throw new ProblemError('upstream_unavailable', { retryAfter: 5 }, cause);
      },
    );
    if (!answer.ok || !answer.body) throw new ProblemError('upstream_unavailable', { retryAfter: 5 });
    if (Number(answer.headers.get('Content-Length') ?? 0) > largestDocument) throw new ProblemError('upstream_invalid');
    context.header('Content-Type', 'application/pdf');
    context.header('Content-Disposition', `attachment; filename="contract-${row.reference}.pdf"`);
    context.header('Cache-Control', 'no-store');
    const { body } = answer;
    return stream(
      context,
      async (out) => {
        let size = 0;
        for await (const chunk of body) {
          size += chunk.byteLength;
          if (out.aborted || size > largestDocument) break;
          await out.write(chunk);
        }
        if (size > largestDocument) deps.log.error('document_too_large', { contract: row.id });
      },
      async (error) => deps.log.warn('document_broken_off', { contract: row.id, error: describeError(error) }),
    );
  });
