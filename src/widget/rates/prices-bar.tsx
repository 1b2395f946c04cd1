import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Notice } from '../controls/notice.tsx';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { Shopper } from '../shopper.ts';
import type { OfferList } from './offer-list.ts';
import type { OffersAnswer } from './offers-feed.ts';
import { createPriceWatch } from './price-watch.ts';
import type { RatesModel } from './rates-model.ts';

interface PricesBarProps {
  readonly shopper: Shopper;
  readonly model: RatesModel;
  readonly texts: OffersTexts;
  readonly answer: OffersAnswer;
}

interface GoneOffersProps {
  readonly shopper: Shopper;
  readonly list: OfferList;
  readonly texts: OffersTexts;
}

/** So many lost offers are named; the rest is counted. */
const named = 3;

/** How old the prices are, how long they hold, a way to new ones; in the last minutes, how long exactly. */
export function PricesBar({ shopper, model, texts, answer }: PricesBarProps) {
  const { format } = shopper;
  const secondsLeft = useSignal<number | undefined>(undefined);
  const expiry = useComputed(() => {
    const { value } = model.offers;
    return value.state === 'found' ? expiryOf(value.value) : undefined;
  });
  useEffect(() => {
    const watch = createPriceWatch(expiry, () => model.freshness.value === 'current' && model.refresh());
    const unsubscribe = watch.secondsLeft.subscribe((left) => {
      secondsLeft.value = left;
    });
    return () => {
      unsubscribe();
      watch.stop();
    };
  }, [model, expiry]);

  const heldUntil = firstOut(answer);
  return (
    <div class="pad prices">
      <p class="muted small">
        {texts.asOf(format.time(answer.asOf))}
        {heldUntil && ` · ${texts.heldUntil(format.moment(heldUntil))}`}
      </p>
      {secondsLeft.value !== undefined && (
        <p class="small countdown" role="timer" aria-live="off">
          {texts.refreshesIn(minutes(secondsLeft.value))}
        </p>
      )}
      <button type="button" class="link" aria-disabled={model.freshness.value !== 'current'} onClick={model.refresh}>
        {texts.refresh}
      </button>
    </div>
  );
}

/** Offers that a refresh no longer found. */
export function GoneOffers({ list, shopper, texts }: GoneOffersProps) {
  const { gone } = list.moves.value;
  if (!gone.length) return null;
  const names = gone.slice(0, named).map(({ supplier, termMonths }) => texts.named(supplier.name, termMonths));
  const rest = gone.length - names.length;
  const items = rest ? [...names, texts.others(shopper.format.number(rest))] : names;
  return <Notice calm>{texts.gone(shopper.format.list(items))}</Notice>;
}

/** Instants are written alike, so the first in time is the first as text. */
const firstOut = ({ offers }: OffersAnswer): string | undefined =>
  offers.reduce<string | undefined>(
    (first, { expiresAt }) => (first === undefined || expiresAt < first ? expiresAt : first),
    undefined,
  );

/**
 * On this machine's clock, which may be wrong: what counts is how long after the answer the price runs out. How old a stale
 * answer is, only the BFF knows; it leaves out what has run out, and is asked again soon.
 */
function expiryOf(answer: OffersAnswer): number | undefined {
  const first = answer.stale ? undefined : firstOut(answer);
  return first === undefined ? undefined : Date.parse(first) - Date.parse(answer.asOf) + answer.receivedAt;
}

/** @example minutes(252) // '4:12' */
const minutes = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
