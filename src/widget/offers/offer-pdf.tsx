import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { createOfferDocument } from '../../wire/share-offers.ts';
import type { AsyncState } from '../api/errors.ts';
import { type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import { errorText } from '../error-text.ts';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import { normalizePostalCode } from '../normalize-input.ts';
import { saveFile } from '../save-file.ts';
import type { OffersViewProps } from './offers-store.ts';

export interface OfferPdfProps extends Pick<OffersViewProps, 'context' | 'quote'> {
  readonly offer: Offer;
  /** The number of clicks on the download button. Each change downloads the file again. */
  readonly downloads: number;
}

/** Downloads the offer as a PDF that the BFF creates, and reports whether the download succeeded. */
export function OfferPdf({
  context,
  quote,
  offer,
  downloads,
  toolMessages: { pdf: messages },
}: OfferPdfProps & { readonly toolMessages: OfferToolsMessages }) {
  const download = useSignal<AsyncState<undefined, ErrorKind | 'expired'>>({ status: 'idle' });

  async function save() {
    if (download.value.status === 'loading') return;
    download.value = { status: 'loading' };
    try {
      const client = await context.loadApiClient();
      const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
      const response = await client.open(createOfferDocument, {
        body: {
          offerToken: offer.offerToken,
          locale: context.format.locale,
          timeZone,
          postalCode: normalizePostalCode(quote.postalCode.value),
        },
      });
      saveFile(await response.blob(), messages.fileName(toFileName(offer.supplier.name), offer.termMonths));
      download.value = { status: 'success', data: undefined };
    } catch (error) {
      const isExpired = error instanceof ProblemError && error.problem.code === 'offer_expired';
      download.value = { status: 'error', errorKind: isExpired ? 'expired' : toErrorKind(error) };
    }
  }
  useEffect(() => {
    save();
  }, [downloads]);

  const state = download.value;
  return (
    <p class={`field-note${state.status === 'error' ? ' field-note-error' : ''}`} role="status">
      {state.status === 'loading' && messages.downloading}
      {state.status === 'success' && messages.downloaded}
      {state.status === 'error' && errorText(context, state.errorKind, { expired: messages.expired })}
    </p>
  );
}

/** @example toFileName('Bluebell Supply, Inc.') // 'bluebell-supply-inc' */
const toFileName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z\d]+/gi, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .toLowerCase();
