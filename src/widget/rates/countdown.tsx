import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { OffersExtrasTexts } from '../i18n/en/offers-extras.ts';
import { createPriceWatch } from './price-watch.ts';
import type { RatesModel } from './rates-model.ts';

interface CountdownProps {
  readonly model: RatesModel;
  readonly words: OffersExtrasTexts;
  /** When the first price on show runs out, in milliseconds of this machine's clock. */
  readonly expiry: number;
}

/** In the last minutes, how long the prices still hold; then it asks for new ones. */
export function Countdown({ model, words, expiry }: CountdownProps) {
  const secondsLeft = useSignal<number | undefined>(undefined);
  const at = useSignal(expiry);
  useEffect(() => {
    at.value = expiry;
  }, [expiry]);
  useEffect(() => {
    const watch = createPriceWatch(at, () => model.freshness.value === 'current' && model.refresh());
    const unsubscribe = watch.secondsLeft.subscribe((left) => {
      secondsLeft.value = left;
    });
    return () => {
      unsubscribe();
      watch.stop();
    };
  }, [model]);
  if (secondsLeft.value === undefined) return null;
  return (
    <p class="small countdown" role="timer" aria-live="off">
      {words.refreshesIn(minutes(secondsLeft.value))}
    </p>
  );
}

/** @example minutes(252) // '4:12' */
const minutes = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
