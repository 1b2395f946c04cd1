import { randomBytes } from 'node:crypto';
import { MscRejectedError } from '../../upstreams/msc/errors.ts';
import type { Upload, UploadKind } from '../../wire/upload.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { ProblemError } from '../http/problem.ts';
import { advisoryLock } from '../store/locks.ts';
import { validateUpload } from './validate-upload.ts';

/** So many files a session may send within an hour, whole or not: more than a person needs, fewer than a flood. */
const MAX_FILES_PER_HOUR = 30;
const HOUR_MS = 60 * 60_000;

/**
 * Lets a file through to the upstream as it comes. What is kept of it: whose it is, what for, and the upstream's id; never a
 * byte of it, nor its name, which nobody sends.
 *
 * @throws ProblemError file_empty | file_type_unsupported | file_too_large | file_cut_off | rate_limited
 */
export async function forwardUpload(
  appContext: AppContext,
  caller: Caller,
  kind: UploadKind,
  body: AsyncIterable<Uint8Array>,
  declaredBytes: number,
): Promise<Upload> {
  const id = await claimUpload(appContext, caller, kind);
  const file = await validateUpload(body, declaredBytes);
  const document = await appContext
    .mscClient(caller.access)
    .documents.upload(kind, file)
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

/** The upstream may be stricter than we are. */
function toFileProblem(error: unknown): unknown {
  if (!(error instanceof MscRejectedError)) return error;
  if (error.status === 413) return new ProblemError('file_too_large', {}, error);
  return error.status === 415 ? new ProblemError('file_type_unsupported', {}, error) : error;
}

/** Written before the first byte goes on, so that files that are never finished count too. */
async function claimUpload(appContext: AppContext, caller: Caller, kind: UploadKind): Promise<string> {
  const now = appContext.now();
  const id = `up_${randomBytes(16).toString('base64url')}`;
  await appContext.store.transaction().execute(async (transaction) => {
    await advisoryLock(transaction, `uploads ${caller.sessionId}`);
    const { sent } = await transaction
      .selectFrom('uploads')
      .select(({ fn }) => fn.countAll<number>().as('sent'))
      .where('session_id', '=', caller.sessionId)
      .where('created_at', '>', new Date(now.getTime() - HOUR_MS).toISOString())
      .executeTakeFirstOrThrow();
    if (Number(sent) >= MAX_FILES_PER_HOUR) throw new ProblemError('rate_limited', { retryAfter: HOUR_MS / 1000 });
    await transaction
      .insertInto('uploads')
      .values({
        id,
        site_key: caller.site.key,
        session_id: caller.sessionId,
        kind,
        upstream_id: null,
        created_at: now.toISOString(),
        expires_at: new Date(now.getTime() + HOUR_MS).toISOString(),
      })
      .execute();
  });
  return id;
}
