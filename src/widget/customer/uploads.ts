import { MAX_UPLOAD_BYTES, type UploadKind, uploadFile } from '../../wire/upload.ts';
import { fetchWithProgress } from '../api/fetch-with-progress.ts';
import { ProblemError } from '../api/problem-error.ts';
import { toErrorKind } from '../error-kind.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { UploadState } from './upload-state.ts';

/** What can be done with the files. Sending goes on while the customer is at another step. */
export interface UploadActions {
  /** Sends a file in place of the one there was. */
  upload(kind: UploadKind, file: File): Promise<void>;
  /** Sends the same file once more. */
  retry(kind: UploadKind): void;
  /** Forgets the file; one on its way is stopped. */
  remove(kind: UploadKind): void;
}

/** @example createFileActions(shopper).choose('latest_bill', input.files[0]) */
export function createUploadActions(context: WidgetContext): UploadActions {
  const { files } = context;
  const setState = (kind: UploadKind, state: UploadState | undefined) => {
    const { [kind]: _, ...others } = files.value;
    files.value = state ? { ...others, [kind]: state } : others;
  };
  const cancelUpload = (kind: UploadKind) => {
    const current = files.value[kind];
    if (current?.state === 'sending') current.cancel();
  };

  async function upload(kind: UploadKind, file: File) {
    cancelUpload(kind);
    if (file.size > MAX_UPLOAD_BYTES) return setState(kind, { state: 'failed', file, errorCode: 'file_too_large' });
    if (file.size === 0) return setState(kind, { state: 'failed', file, errorCode: 'file_empty' });
    const controller = new AbortController();
    const { signal } = controller;
    const onProgress = (sent: number) => {
      if (!signal.aborted) setState(kind, { state: 'sending', file, progress: sent, cancel: () => controller.abort() });
    };
    onProgress(0);
    try {
      const client = await context.loadApiClient();
      const upload = await client.call(uploadFile, {
        query: { kind },
        file,
        signal,
        fetch: fetchWithProgress(onProgress),
      });
      setState(kind, { state: 'kept', file, upload });
    } catch (error) {
      // Cancelled: whoever did has put in its place what they want there.
      if (signal.aborted) return;
      const errorCode = toErrorCode(error);
      setState(kind, { state: 'failed', file, errorCode });
      context.emit('shopper:error', { code: errorCode });
    }
  }

  return {
    upload,
    retry(kind) {
      const current = files.value[kind];
      if (current) void upload(kind, current.file);
    },
    remove(kind) {
      cancelUpload(kind);
      setState(kind, undefined);
    },
  };
}

const toErrorCode = (error: unknown): string =>
  error instanceof ProblemError && error.problem.code.startsWith('file_') ? error.problem.code : toErrorKind(error);
