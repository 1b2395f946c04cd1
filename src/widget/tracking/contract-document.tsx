import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Contract, contractDocument, createDocumentLink, type DocumentLink } from '../../wire/contract.ts';
import { ProblemError } from '../api/problem-error.ts';
import { isSigned } from '../contract/contract-status.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import type { WidgetContext } from '../widget-context.ts';

interface ContractDocumentProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/**
 * The contract as a document: read in place before it is signed, kept afterwards. The viewer's address works for minutes;
 * the file is fetched with the token in a header, so no link to it can be passed on.
 */
export function ContractDocument({ context, contract, messages: trackingMessages }: ContractDocumentProps) {
  const messages = trackingMessages.document;
  const busyAction = useSignal<'opening' | 'downloading' | undefined>(undefined);
  const documentError = useSignal<ErrorKind | 'notReady' | 'stale' | undefined>(undefined);
  const link = useSignal<DocumentLink | undefined>(undefined);
  const isContractSigned = isSigned(contract.status);
  const params = { id: contract.id };

  // The copy on show is the unsigned one.
  useEffect(close, [isContractSigned]);
  useEffect(() => {
    if (!link.value) return undefined;
    const timer = setTimeout(() => {
      close();
      documentError.value = 'stale';
    }, Date.parse(link.value.expiresAt) - Date.now());
    return () => clearTimeout(timer);
  }, [link.value, link, documentError]);

  async function run(action: 'opening' | 'downloading', task: () => Promise<void>) {
    if (busyAction.value) return;
    busyAction.value = action;
    documentError.value = undefined;
    try {
      await task();
    } catch (error) {
      const isNotReady = error instanceof ProblemError && error.problem.code === 'document_not_ready';
      documentError.value = isNotReady ? 'notReady' : toErrorKind(error);
    } finally {
      busyAction.value = undefined;
    }
  }

  function close() {
    link.value = undefined;
  }

  async function openViewer() {
    const client = await context.loadApiClient();
    const created = await client.call(createDocumentLink, { params, body: { as: 'inline' } });
    if (new URL(created.url).origin !== context.options.api) throw new TypeError('not an address of the server');
    link.value = created;
  }

  async function download() {
    const client = await context.loadApiClient();
    const response = await client.open(contractDocument, { params });
    const objectUrl = URL.createObjectURL(await response.blob());
    const anchor = document.createElement('a');
    anchor.href = objectUrl;
    anchor.download = messages.fileName(contract.reference);
    anchor.click();
    // The browser needs the address until it has begun to save.
    setTimeout(() => URL.revokeObjectURL(objectUrl), 60_000);
  }

  return (
    <section class="contract-document" aria-label={messages.heading}>
      <div class="button-row">
        <button
          type="button"
          aria-expanded={link.value !== undefined}
          onClick={() => (link.value ? close() : run('opening', openViewer))}
        >
          {busyAction.value === 'opening'
            ? messages.opening
            : link.value
              ? messages.close
              : isContractSigned
                ? messages.readSigned
                : messages.read}
        </button>
        <button type="button" onClick={() => run('downloading', download)}>
          {busyAction.value === 'downloading'
            ? messages.downloading
            : isContractSigned
              ? messages.downloadSigned
              : messages.download}
        </button>
      </div>
      <p class="field-note field-note-error" role="status">
        {documentError.value && { ...context.catalog.app.errors, ...messages }[documentError.value]}
      </p>
      {link.value && (
        <>
          {canShowPdfInline() ? (
            <iframe title={messages.iframeTitle} src={`${link.value.url}#navpanes=0&view=FitH`} />
          ) : (
            <p class="action-note">{messages.noViewer}</p>
          )}
          <p class="action-note">
            <a href={link.value.url} target="_blank" rel="noopener noreferrer">
              {messages.openTab}
            </a>
          </p>
        </>
      )}
    </section>
  );
}

/** Phones that have a viewer show a frame's first page only: there the tab of its own is the way. */
const canShowPdfInline = () =>
  navigator.pdfViewerEnabled !== false && !matchMedia('(pointer: coarse) and (max-width: 640px)').matches;
