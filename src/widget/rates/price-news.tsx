import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Notice } from '../controls/notice.tsx';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { OffersExtrasTexts } from '../i18n/en/offers-extras.ts';
import type { Shopper } from '../shopper.ts';
import type { OfferList } from './offer-list.ts';

interface PriceNewsProps {
  readonly shopper: Shopper;
  readonly list: OfferList;
  readonly texts: OffersTexts;
  readonly words: OffersExtrasTexts;
  /** The offers answer another question than the form now asks, and cannot follow it. */
  readonly outdated: boolean;
}

/** So many lost offers are named; the rest is counted. */
const named = 3;

/** What a refresh changed, and that offers no longer fit the form. */
export function PriceNews({ shopper, list, texts, words, outdated }: PriceNewsProps) {
  const { number, list: listed } = shopper.format;
  const { was, gone, refreshed } = list.moves.value;
  const names = gone.slice(0, named).map(({ supplier, termMonths }) => texts.named(supplier.name, termMonths));
  const rest = gone.length - names.length;
  const news = refreshed
    ? [
        was.size ? words.moved(number(was.size)) : words.unmoved,
        gone.length ? words.goneCount(number(gone.length)) : '',
      ].join(' ')
    : '';
  // A screen reader reads what changes in a place it knows: the place comes first.
  const heard = useSignal('');
  useEffect(() => {
    heard.value = news;
  }, [news]);
  return (
    <>
      <p class="hidden" role="status">
        {heard}
      </p>
      {outdated && <Notice calm>{words.outdated}</Notice>}
      {gone.length > 0 && (
        <Notice calm>{words.gone(listed(rest ? [...names, words.others(number(rest))] : names))}</Notice>
      )}
    </>
  );
}
