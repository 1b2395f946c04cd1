import { largestUpload, type UploadKind, uploadFile } from '../../wire/upload.ts';
import { ProblemError } from '../bff/problem-error.ts';
import { progressFetch } from '../bff/progress-fetch.ts';
import type { Shopper } from '../shopper.ts';
import { troubleOf } from '../trouble.ts';
import type { FileState } from './file-state.ts';

/** What can be done with the files. Sending goes on while the customer is at another step. */
export interface FileActions {
  /** Sends a file in place of the one there was. */
  choose(kind: UploadKind, file: File): Promise<void>;
  /** Sends the same file once more. */
  retry(kind: UploadKind): void;
  /** Forgets the file; one on its way is stopped. */
  remove(kind: UploadKind): void;
}

/** @example createFileActions(shopper).choose('latest_bill', input.files[0]) */
export function createFileActions(shopper: Shopper): FileActions {
  const { files } = shopper;
  const put = (kind: UploadKind, state: FileState | undefined) => {
    const { [kind]: _, ...others } = files.value;
    files.value = state ? { ...others, [kind]: state } : others;
  };
  const stop = (kind: UploadKind) => {
    const now = files.value[kind];
    if (now?.state === 'sending') now.cancel();
  };

  async function choose(kind: UploadKind, file: File) {
    stop(kind);
    if (file.size > largestUpload) return put(kind, { state: 'failed', file, why: 'file_too_large' });
    if (file.size === 0) return put(kind, { state: 'failed', file, why: 'file_empty' });
    const going = new AbortController();
    const { signal } = going;
    const report = (sent: number) => {
      if (!signal.aborted) put(kind, { state: 'sending', file, sent, cancel: () => going.abort() });
    };
    report(0);
    try {
      const client = await shopper.client();
      const upload = await client.call(uploadFile, { query: { kind }, file, signal, fetch: progressFetch(report) });
      put(kind, { state: 'kept', file, upload });
    } catch (error) {
      // Cancelled: whoever did has put in its place what they want there.
      if (signal.aborted) return;
      const why = faultOf(error);
      put(kind, { state: 'failed', file, why });
      shopper.emit('shopper:error', { code: why });
    }
  }

  return {
    choose,
    retry(kind) {
      const now = files.value[kind];
      if (now) void choose(kind, now.file);
    },
    remove(kind) {
      stop(kind);
      put(kind, undefined);
    },
  };
}

const faultOf = (error: unknown): string =>
  error instanceof ProblemError && error.problem.code.startsWith('file_') ? error.problem.code : troubleOf(error);
