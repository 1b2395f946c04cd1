import { useEffect, useMemo } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import { isPastSigning } from '../../wire/contract-status.ts';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import type { WidgetContext } from '../widget-context.ts';
import { createContractDocumentStore } from './contract-document-store.ts';

interface ContractDocumentProps {
  readonly context: WidgetContext;
  readonly contract: Contract;
  readonly messages: TrackingMessages;
}

/**
 * The contract document, to view in the page or to download. The viewer's link expires within minutes. A download
 * needs the session token in a header, so there is no download link that could be shared.
 */
export function ContractDocument({ context, contract, messages: { document: messages } }: ContractDocumentProps) {
  const store = useMemo(() => createContractDocumentStore(context, contract.id), [context, contract.id]);
  useEffect(() => store.destroy, [store]);
  const isContractSigned = isPastSigning(contract.status);
  // Once the contract is signed, an open viewer would still show the unsigned version.
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

/** Mobile browsers show only the first page of a PDF in an iframe, or nothing. */
const canShowPdfInline = () =>
  navigator.pdfViewerEnabled !== false && !matchMedia('(pointer: coarse) and (max-width: 640px)').matches;
