import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { contractDocument, createDocumentLink, type DocumentLink } from '../../wire/contract-document.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { AsyncState } from '../async-state.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import { saveFile } from '../save-file.ts';
import type { WidgetContext } from '../widget-context.ts';

/** `stale`: the viewer was closed because its link expired. */
export type DocumentError = ErrorKind | 'notReady' | 'stale';

/** The viewer and the download of a contract document. Only one of the two runs at a time. */
export interface ContractDocumentStore {
  /** The link to the document, which expires within minutes. */
  readonly viewer: ReadonlySignal<AsyncState<DocumentLink, DocumentError>>;
  readonly download: ReadonlySignal<AsyncState<undefined, DocumentError>>;
  openViewer(): Promise<void>;
  closeViewer(): void;
  save(fileName: string): Promise<void>;
  destroy(): void;
}

/** Creates the store. Call `destroy` when the view unmounts. */
export function createContractDocumentStore(context: WidgetContext, contractId: string): ContractDocumentStore {
  const viewer = signal<AsyncState<DocumentLink, DocumentError>>({ status: 'idle' });
  const download = signal<AsyncState<undefined, DocumentError>>({ status: 'idle' });
  const params = { id: contractId };
  const isBusy = () => viewer.peek().status === 'loading' || download.peek().status === 'loading';

  const stopExpiryTimer = effect(() => {
    const { data: link } = viewer.value;
    if (!link) return undefined;
    const timer = setTimeout(() => {
      viewer.value = { status: 'error', errorKind: 'stale' };
    }, Date.parse(link.expiresAt) - Date.now());
    return () => clearTimeout(timer);
  });

  return {
    viewer,
    download,
    async openViewer() {
      if (isBusy()) return;
      if (download.value.status === 'error') download.value = { status: 'idle' };
      viewer.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        const link = await client.call(createDocumentLink, { params, body: { as: 'inline' } });
        if (new URL(link.url).origin !== context.options.api)
          throw new TypeError('commercial-shopper: the document link is not on the API origin');
        viewer.value = { status: 'success', data: link };
      } catch (error) {
        viewer.value = { status: 'error', errorKind: toDocumentError(error) };
      }
    },
    closeViewer() {
      if (viewer.value.status === 'success') viewer.value = { status: 'idle' };
    },
    async save(fileName) {
      if (isBusy()) return;
      if (viewer.value.status === 'error') viewer.value = { status: 'idle' };
      download.value = { status: 'loading' };
      try {
        const client = await context.loadApiClient();
        const response = await client.open(contractDocument, { params });
        saveFile(await response.blob(), fileName);
        download.value = { status: 'success', data: undefined };
      } catch (error) {
        download.value = { status: 'error', errorKind: toDocumentError(error) };
      }
    },
    destroy: stopExpiryTimer,
  };
}

const toDocumentError = (error: unknown): DocumentError =>
  error instanceof ProblemError && error.problem.code === 'document_not_ready' ? 'notReady' : toErrorKind(error);
