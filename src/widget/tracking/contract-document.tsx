import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Contract, contractDocument, createDocumentLink, type DocumentLink } from '../../wire/contract-record.ts';
import { ProblemError } from '../bff/problem-error.ts';
import { isSigned } from '../contract/road.ts';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Shopper } from '../shopper.ts';
import { type Trouble, troubleOf } from '../trouble.ts';

interface ContractDocumentProps {
  readonly shopper: Shopper;
  readonly contract: Contract;
  readonly texts: TrackingTexts;
}

/**
 * The contract as a document: read in place before it is signed, kept afterwards. The viewer's address works for minutes;
 * the file is fetched with the token in a header, so no link to it can be passed on.
 */
export function ContractDocument({ shopper, contract, texts }: ContractDocumentProps) {
  const words = texts.document;
  const busy = useSignal<'opening' | 'downloading' | undefined>(undefined);
  const trouble = useSignal<Trouble | 'notReady' | 'stale' | undefined>(undefined);
  const link = useSignal<DocumentLink | undefined>(undefined);
  const signed = isSigned(contract.status);
  const params = { id: contract.id };

  // The copy on show is the unsigned one.
  useEffect(close, [signed]);
  useEffect(() => {
    if (!link.value) return undefined;
    const timer = setTimeout(() => {
      close();
      trouble.value = 'stale';
    }, Date.parse(link.value.expiresAt) - Date.now());
    return () => clearTimeout(timer);
  }, [link.value, link, trouble]);

  async function attempt(what: 'opening' | 'downloading', act: () => Promise<void>) {
    if (busy.value) return;
    busy.value = what;
    trouble.value = undefined;
    try {
      await act();
    } catch (error) {
      const early = error instanceof ProblemError && error.problem.code === 'document_not_ready';
      trouble.value = early ? 'notReady' : troubleOf(error);
    } finally {
      busy.value = undefined;
    }
  }

  function close() {
    link.value = undefined;
  }

  async function read() {
    const client = await shopper.client();
    const made = await client.call(createDocumentLink, { params, body: { as: 'inline' } });
    if (new URL(made.url).origin !== shopper.options.api) throw new TypeError('not an address of the server');
    link.value = made;
  }

  async function download() {
    const client = await shopper.client();
    const response = await client.open(contractDocument, { params });
    const address = URL.createObjectURL(await response.blob());
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = words.fileName(contract.reference);
    anchor.click();
    // The browser needs the address until it has begun to save.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  return (
    <section class="document" aria-label={words.heading}>
      <div class="actions">
        <button
          type="button"
          aria-expanded={link.value !== undefined}
          onClick={() => (link.value ? close() : attempt('opening', read))}
        >
          {busy.value === 'opening' ? words.opening : link.value ? words.close : signed ? words.readSigned : words.read}
        </button>
        <button type="button" onClick={() => attempt('downloading', download)}>
          {busy.value === 'downloading' ? words.downloading : signed ? words.downloadSigned : words.download}
        </button>
      </div>
      <p class="note error" role="status">
        {trouble.value && { ...shopper.language.shell.trouble, ...words }[trouble.value]}
      </p>
      {link.value && (
        <>
          {canShow() ? (
            <iframe title={words.frame} src={`${link.value.url}#navpanes=0&view=FitH`} />
          ) : (
            <p class="way">{words.noViewer}</p>
          )}
          <p class="way">
            <a href={link.value.url} target="_blank" rel="noopener noreferrer">
              {words.openTab}
            </a>
          </p>
        </>
      )}
    </section>
  );
}

/** Phones that have a viewer show a frame's first page only: there the tab of its own is the way. */
const canShow = () =>
  navigator.pdfViewerEnabled !== false && !matchMedia('(pointer: coarse) and (max-width: 640px)').matches;
