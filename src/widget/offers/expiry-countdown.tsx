import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { QuoteFormStore } from '../quote-form/quote-form-store.ts';
import { createExpiryTimer } from './expiry-timer.ts';

interface ExpiryCountdownProps {
  readonly form: QuoteFormStore;
  readonly toolMessages: OfferToolsMessages;
  /** When the first price on show runs out, in milliseconds of this machine's clock. */
  readonly expiresAtMs: number;
}

/** In the last minutes, how long the prices still hold; then it asks for new ones. */
export function ExpiryCountdown({ form, toolMessages, expiresAtMs }: ExpiryCountdownProps) {
  const secondsLeft = useSignal<number | undefined>(undefined);
  const expiresAt = useSignal(expiresAtMs);
  useEffect(() => {
    expiresAt.value = expiresAtMs;
  }, [expiresAtMs]);
  useEffect(() => {
    const timer = createExpiryTimer(expiresAt, () => form.freshness.value === 'current' && form.refreshOffers());
    const unsubscribe = timer.secondsLeft.subscribe((seconds) => {
      secondsLeft.value = seconds;
    });
    return () => {
      unsubscribe();
      timer.stop();
    };
  }, [form]);
  if (secondsLeft.value === undefined) return null;
  return (
    <p class="text-small expiry-countdown" role="timer" aria-live="off">
      {toolMessages.refreshesIn(formatMinutes(secondsLeft.value))}
    </p>
  );
}

/** @example minutes(252) // '4:12' */
const formatMinutes = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
