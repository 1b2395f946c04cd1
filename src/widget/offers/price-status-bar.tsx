import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { earliestExpiry } from './offer-list.ts';
import { ExpiryCountdown } from './offer-tools.lazy.tsx';
import type { OffersViewProps } from './offers-store.ts';

/** The countdown is shown five minutes before the prices expire. It loads one minute earlier. */
const COUNTDOWN_LOAD_MS = 6 * 60_000;

/** A countdown in the minutes before the prices expire, and a button that updates them. */
export function PriceStatusBar({ context, quote, messages, result }: OffersViewProps) {
  const expiresSoon = useSignal(false);
  // By the local clock, which may be wrong, so only the time from the response to the expiry counts. Stale offers have
  // no countdown, because only the BFF knows how old they are. The BFF omits expired offers, and stale offers are soon
  // requested again.
  const expiresAtMs = result.stale
    ? Infinity
    : Date.parse(earliestExpiry(result)) - Date.parse(result.asOf) + result.receivedAt;
  useEffect(() => {
    const update = () => {
      expiresSoon.value = expiresAtMs - Date.now() < COUNTDOWN_LOAD_MS;
    };
    update();
    const timer = setInterval(update, 10_000);
    return () => clearInterval(timer);
  }, [expiresAtMs]);
  return (
    <div class="section form-actions price-status-bar">
      {expiresSoon.value && <ExpiryCountdown context={context} quote={quote} expiresAtMs={expiresAtMs} />}
      <button
        type="button"
        class="button-link"
        aria-disabled={quote.offers.freshness.value !== 'current'}
        onClick={quote.refreshOffers}
      >
        {messages.refresh}
      </button>
    </div>
  );
}
