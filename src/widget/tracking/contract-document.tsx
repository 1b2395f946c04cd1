import { effect, type ReadonlySignal, signal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import { contractDocument, createDocumentLink, type DocumentLink } from '../../wire/contract-document.ts';
import { hasEnded, isSigned } from '../../wire/contract-status.ts';
import { type AsyncState, type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import { ContactPhone } from '../components/contact-phone.tsx';
import type { TrackingMessages } from '../i18n/en/tracking-step.ts';
import { saveFile } from '../save-file.ts';
import type { WidgetContext } from '../widget-context.ts';

interface ContractDocumentProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/**
 * Shows or downloads the contract document. The viewer's link expires within minutes. A download requires the session
 * token in a header, so no shareable download link exists.
 */
export function ContractDocument({ context, contract, messages: { document: messages } }: ContractDocumentProps) {
  const store = useMemo(() => createContractDocumentStore(context, contract.id), [context, contract.id]);
  useEffect(() => store.destroy, [store]);
  const isContractSigned = isSigned(contract);
  // The viewer is closed when the contract is signed, because it would still show the unsigned version.
  useEffect(store.closeViewer, [store, isContractSigned]);

  const viewer = store.viewer.value;
  const download = store.download.value;
  const error =
    viewer.status === 'error' ? viewer.errorKind : download.status === 'error' ? download.errorKind : undefined;
  const readLabel = isContractSigned ? messages.readSigned : messages.read;
  const downloadLabel = isContractSigned ? messages.downloadSigned : messages.download;

  return (
    <section class="contract-document" aria-label={messages.heading}>
      <div class="button-row">
        <button
          type="button"
          aria-expanded={viewer.status === 'success'}
          onClick={viewer.status === 'success' ? store.closeViewer : store.openViewer}
        >
          {{ idle: readLabel, error: readLabel, loading: messages.opening, success: messages.close }[viewer.status]}
        </button>
        <button type="button" onClick={() => store.save(messages.fileName(contract.reference))}>
          {download.status === 'loading' ? messages.downloading : downloadLabel}
        </button>
      </div>
      <p class="field-note field-note-error" role="status">
        {error && { ...context.catalog.app.errors, ...messages }[error]}
      </p>
      {/* Announced when the signature arrives, because the buttons above then change without a sound. */}
      <div role="status">
        {isContractSigned && !hasEnded(contract.status) && (
          <p class="action-note">
            {messages.signedNote} <ContactPhone context={context} />
          </p>
        )}
      </div>
      {viewer.data && <DocumentViewer url={viewer.data.url} messages={messages} />}
    </section>
  );
}

function DocumentViewer({ url, messages }: { readonly url: string; readonly messages: TrackingMessages['document'] }) {
  return (
    <>
      {canShowPdfInline() ? (
        <iframe title={messages.iframeTitle} src={`${url}#navpanes=0&view=FitH`} />
      ) : (
        <p class="action-note">{messages.noViewer}</p>
      )}
      <p class="action-note">
        <a href={url} target="_blank" rel="noopener noreferrer">
          {messages.openTab}
        </a>
      </p>
    </>
  );
}

/** Whether the browser can show a PDF in an iframe. Mobile browsers show only the first page, or nothing. */
const canShowPdfInline = () =>
  navigator.pdfViewerEnabled !== false && !matchMedia('(pointer: coarse) and (max-width: 640px)').matches;

/** `stale`: the viewer was closed because its link expired. */
type DocumentError = ErrorKind | 'notReady' | 'stale';

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
function createContractDocumentStore(context: WidgetContext, contractId: string): ContractDocumentStore {
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

interface KeepDatesProps {
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/**
 * Buttons that save the contract's start and end to the customer's calendar, and print the page. Shown only for a
 * signed contract that has not ended.
 */
export function KeepDates({ contract, messages: { keepDates: messages } }: KeepDatesProps) {
  const hasFailed = useSignal(false);
  if (!isSigned(contract) || hasEnded(contract.status)) return null;
  const saveCalendar = async () => {
    hasFailed.value = false;
    try {
      const { contractCalendar } = await import('./contract-calendar.ts');
      const calendar = contractCalendar(contract, messages.events, new Date());
      saveFile(new Blob([calendar], { type: 'text/calendar;charset=utf-8' }), messages.fileName(contract.reference));
    } catch {
      hasFailed.value = true;
    }
  };
  return (
    <>
      <div class="button-row keep-dates">
        <button type="button" onClick={saveCalendar}>
          {messages.addToCalendar}
        </button>
        <button type="button" onClick={() => window.print()}>
          {messages.print}
        </button>
      </div>
      <p class="field-note field-note-error" role="status">
        {hasFailed.value && messages.failed}
      </p>
    </>
  );
}
