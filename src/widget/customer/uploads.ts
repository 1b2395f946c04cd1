import { MAX_UPLOAD_BYTES, type UploadKind, uploadFile } from '../../wire/upload.ts';
import { ProblemError, toErrorKind } from '../api/errors.ts';
import { fetchWithProgress } from '../api/fetch-with-progress.ts';
import type { WidgetContext } from '../widget-context.ts';
import { customerDraft, type UploadState } from './customer-draft.ts';

/** Actions on the customer's files. A running upload continues while the customer is on another step. */
export interface UploadActions {
  /** Uploads a file, which replaces the current file of the same kind. */
  upload(kind: UploadKind, file: File): Promise<void>;
  retry(kind: UploadKind): void;
  /** Removes the file and cancels its upload. */
  remove(kind: UploadKind): void;
}

/**
 * Creates the actions that upload and remove the customer's files.
 *
 * @example createUploadActions(context).upload('latest_bill', file)
 */
export function createUploadActions(context: WidgetContext): UploadActions {
  const { files } = customerDraft(context);
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
      setState(kind, { state: 'uploaded', file, upload });
    } catch (error) {
      // The code that canceled the upload has already set the new state.
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
