import { randomBytes } from 'node:crypto';
import { MscRefusedError } from '../../upstreams/msc/errors/refused.ts';
import type { Upload, UploadKind } from '../../wire/upload.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import type { Caller } from '../sites/authenticate.ts';
import { lockName } from '../store/locks.ts';
import { checkFile } from './checked-file.ts';

/** So many files a session may send within an hour, whole or not: more than a person needs, fewer than a flood. */
const filesPerHour = 30;
const hour = 60 * 60_000;

/**
 * Lets a file through to the upstream as it comes. What is kept of it: whose it is, what for, and the upstream's id; never a
 * byte of it, nor its name, which nobody sends.
 *
 * @throws ProblemError file_empty | file_type_unsupported | file_too_large | file_cut_off | rate_limited
 */
export const receiveFile = async (
  deps: Deps,
  caller: Caller,
  kind: UploadKind,
  body: AsyncIterable<Uint8Array>,
  declaredBytes: number,
): Promise<Upload> => {
  const id = await claimUpload(deps, caller, kind);
  const file = await checkFile(body, declaredBytes);
  const document = await deps
    .msc(caller.access)
    .documents.send(kind, file)
    .catch((error: unknown) => {
      throw file.fault() ?? asFileProblem(error);
    });
  await deps.store
    .updateTable('uploads')
    .set({ upstream_id: document.id, expires_at: document.expiresAt })
    .where('id', '=', id)
    .execute();
  return { id, kind, type: file.type, bytes: file.size(), expiresAt: document.expiresAt };
};

/** The upstream may be stricter than we are. */
const asFileProblem = (error: unknown): unknown => {
  if (!(error instanceof MscRefusedError)) return error;
  if (error.status === 413) return new ProblemError('file_too_large', {}, error);
  return error.status === 415 ? new ProblemError('file_type_unsupported', {}, error) : error;
};

/** Written before the first byte goes on, so that files that are never finished count too. */
const claimUpload = async (deps: Deps, caller: Caller, kind: UploadKind): Promise<string> => {
  const now = deps.now();
  const id = `up_${randomBytes(16).toString('base64url')}`;
  await deps.store.transaction().execute(async (transaction) => {
    await lockName(transaction, `uploads ${caller.sessionId}`);
    const { sent } = await transaction
      .selectFrom('uploads')
      .select(({ fn }) => fn.countAll<number>().as('sent'))
      .where('session_id', '=', caller.sessionId)
      .where('created_at', '>', new Date(now.getTime() - hour).toISOString())
      .executeTakeFirstOrThrow();
    if (Number(sent) >= filesPerHour) throw new ProblemError('rate_limited', { retryAfter: hour / 1000 });
    await transaction
      .insertInto('uploads')
      .values({
        id,
        site_key: caller.site.key,
        session_id: caller.sessionId,
        kind,
        upstream_id: null,
        created_at: now.toISOString(),
        expires_at: new Date(now.getTime() + hour).toISOString(),
      })
      .execute();
  });
  return id;
};
