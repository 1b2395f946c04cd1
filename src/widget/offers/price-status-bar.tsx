import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { OfferTools } from './offer-tools.lazy.tsx';
import type { OffersViewProps } from './offers-view-props.ts';

/** Prices that run out in less are counted down: that part is there when its own last minutes begin. */
const COUNTDOWN_LOAD_MS = 6 * 60_000;

/** How old the prices are, how long they hold, a way to new ones; in the last minutes, how long exactly. */
export function PriceStatusBar({ context, form, messages, result }: OffersViewProps) {
  const { format } = context;
  const expiresSoon = useSignal(false);
  // Instants are written alike, so the first in time is the first as text.
  const earliestExpiry = result.offers.map(({ expiresAt }) => expiresAt).sort()[0] ?? result.asOf;
  // On this machine's clock, which may be wrong: what counts is how long after the answer the price runs out. How old a stale
  // answer is, only the BFF knows; it leaves out what has run out, and is asked again soon.
  const expiresAtMs = result.stale
    ? Infinity
    : Date.parse(earliestExpiry) - Date.parse(result.asOf) + result.receivedAt;
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
      <p class="text-muted text-small">
        {messages.asOf(format.time(result.asOf))} · {messages.validUntil(format.dateTime(earliestExpiry))}
      </p>
      {expiresSoon.value && (
        <OfferTools context={context}>
          {({ ExpiryCountdown, words }) => (
            <ExpiryCountdown form={form} toolMessages={words} expiresAtMs={expiresAtMs} />
          )}
        </OfferTools>
      )}
      <button
        type="button"
        class="button-link"
        aria-disabled={form.freshness.value !== 'current'}
        onClick={form.refreshOffers}
      >
        {messages.refresh}
      </button>
    </div>
  );
}
