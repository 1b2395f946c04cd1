import type { Hono } from 'hono';
import { UpstreamRejectedError } from '../../upstreams/http/errors.ts';
import { type Upload, type UploadKind, uploadFile } from '../../wire/upload.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { createRouter } from '../routing/route.ts';
import { createId } from '../store/ids.ts';
import { isoAfter } from '../store/lease.ts';
import { validateUpload } from './validate-upload.ts';

/** Receives customers' files: the latest bill and the tax exemption certificate. */
export function uploadRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  route(uploadFile, ({ context, caller, query: { kind } }) => {
    const declaredBytes = Number(context.req.header('Content-Length') ?? 0);
    const { body } = context.req.raw;
    if (!body) throw new ProblemError('file_empty');
    return forwardUpload(appContext, caller, kind, body, declaredBytes);
  });
  return app;
}

const HOUR_MS = 60 * 60_000;

/**
 * Forwards a file to the upstream as a stream. Only its session, purpose and upstream ID are stored, never its content.
 * The client does not send the file name.
 *
 * @throws ProblemError file_empty | file_type_unsupported | file_too_large | file_cut_off | quota_reached
 */
export async function forwardUpload(
  appContext: Pick<AppContext, 'enrollment' | 'now' | 'quotas' | 'store'>,
  caller: Caller,
  kind: UploadKind,
  body: AsyncIterable<Uint8Array>,
  declaredBytes: number,
): Promise<Upload> {
  const id = await claimUpload(appContext, caller, kind);
  const file = await validateUpload(body, declaredBytes);
  const document = await appContext
    .enrollment(caller.access)
    .uploadDocument(kind, file)
    .catch((error: unknown) => {
      throw file.failure() ?? toFileProblem(error);
    });
  await appContext.store
    .updateTable('uploads')
    .set({ upstream_id: document.id, expires_at: document.expiresAt })
    .where('id', '=', id)
    .execute();
  return { id, kind, type: file.type, bytes: file.size(), expiresAt: document.expiresAt };
}

/** The upstream's limits may be stricter than ours. */
function toFileProblem(error: unknown): unknown {
  if (!(error instanceof UpstreamRejectedError)) return error;
  if (error.status === 413) return new ProblemError('file_too_large', {}, error);
  return error.status === 415 ? new ProblemError('file_type_unsupported', {}, error) : error;
}

/** Stores the upload before the first byte is forwarded, so that incomplete files count toward the quota. */
async function claimUpload(
  appContext: Pick<AppContext, 'now' | 'quotas' | 'store'>,
  caller: Caller,
  kind: UploadKind,
): Promise<string> {
  const now = appContext.now();
  const id = createId('up', 'base64url');
  await appContext.store.transaction().execute(async (transaction) => {
    await appContext.quotas.consume(transaction, caller, { action: 'upload' });
    await transaction
      .insertInto('uploads')
      .values({
        id,
        site_key: caller.site.key,
        session_id: caller.sessionId,
        kind,
        upstream_id: null,
        created_at: now.toISOString(),
        expires_at: isoAfter(now, HOUR_MS),
      })
      .execute();
  });
  return id;
}
