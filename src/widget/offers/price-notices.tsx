import { effect, type ReadonlySignal, signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { PoliteAlert, Status, useAnnounced } from '../components/live-region.tsx';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { OffersViewProps } from './offers-store.ts';

export interface ExpiryCountdownProps extends Pick<OffersViewProps, 'context' | 'quote'> {
  /** When the first price expires, by the local clock, in milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** During the last minutes, shows the time until the prices expire. Requests new prices when they expire. */
export function ExpiryCountdown({
  quote,
  toolMessages,
  expiresAtMs,
}: ExpiryCountdownProps & { readonly toolMessages: OfferToolsMessages }) {
  const secondsLeft = useSignal<number | undefined>(undefined);
  const expiresAt = useSignal(expiresAtMs);
  useEffect(() => {
    expiresAt.value = expiresAtMs;
  }, [expiresAtMs]);
  useEffect(() => {
    const timer = createExpiryTimer(expiresAt, () => {
      if (quote.offers.freshness.value === 'current') quote.refreshOffers();
    });
    const unsubscribe = timer.secondsLeft.subscribe((seconds) => {
      secondsLeft.value = seconds;
    });
    return () => {
      unsubscribe();
      timer.stop();
    };
  }, [quote]);
  if (secondsLeft.value === undefined) return null;
  return (
    <p class="text-small expiry-countdown" role="timer" aria-live="off">
      {toolMessages.refreshesIn(formatMinutes(secondsLeft.value))}
    </p>
  );
}

/** @example formatMinutes(252) // '4:12' */
const formatMinutes = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** Counts down to the expiry of the displayed prices. Pauses while the page is hidden. */
interface ExpiryTimer {
  /** Whole seconds until the first price expires. Undefined while more than five minutes remain. */
  readonly secondsLeft: ReadonlySignal<number | undefined>;
  stop(): void;
}

/** The countdown is shown only in the last minutes, so that it does not distract customers earlier. */
const COUNTDOWN_FROM_MS = 5 * 60_000;
/** The BFF may respond with cached prices that have just expired. The interval prevents a loop of requests. */
const MIN_REFRESH_INTERVAL_MS = 20_000;
/** The maximum delay of `setTimeout`, a signed 32-bit integer. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Starts the timer.
 *
 * @param expiresAtMs time by the local clock, in milliseconds since the epoch
 * @param onExpired called on expiry, and then every 20 seconds until `expiresAtMs` changes
 */
function createExpiryTimer(expiresAtMs: ReadonlySignal<number>, onExpired: () => void): ExpiryTimer {
  const secondsLeft = signal<number | undefined>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let calledAt = 0;

  function tick() {
    clearTimeout(timer);
    if (document.hidden) return;
    const remainingMs = expiresAtMs.peek() - Date.now();
    secondsLeft.value = remainingMs > COUNTDOWN_FROM_MS ? undefined : Math.max(0, Math.ceil(remainingMs / 1000));
    if (remainingMs > COUNTDOWN_FROM_MS)
      timer = setTimeout(tick, Math.min(remainingMs - COUNTDOWN_FROM_MS, MAX_TIMEOUT_MS));
    else if (remainingMs > 0) timer = setTimeout(tick, remainingMs % 1000 || 1000);
    else {
      const elapsedMs = Date.now() - calledAt;
      timer = setTimeout(
        tick,
        elapsedMs < MIN_REFRESH_INTERVAL_MS ? MIN_REFRESH_INTERVAL_MS - elapsedMs : MIN_REFRESH_INTERVAL_MS,
      );
      if (elapsedMs < MIN_REFRESH_INTERVAL_MS) return;
      calledAt = Date.now();
      onExpired();
    }
  }

  const unsubscribe = effect(() => {
    expiresAtMs.value;
    tick();
  });
  document.addEventListener('visibilitychange', tick);
  return {
    secondsLeft,
    stop() {
      unsubscribe();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    },
  };
}

export interface PriceNoticesProps extends Pick<OffersViewProps, 'context' | 'quote' | 'list' | 'messages' | 'result'> {
  /** Whether the form has changed since the request and is invalid, so that the offers cannot be updated. */
  readonly outdated: boolean;
}

/** Removed offers beyond this number are counted but not listed. */
const MAX_NAMED = 3;

/** Notices about prices that are old, have changed or do not belong to the current input. */
export function PriceNotices({
  context,
  quote,
  list,
  messages,
  toolMessages,
  result,
  outdated,
}: PriceNoticesProps & { readonly toolMessages: OfferToolsMessages }) {
  const { number, list: formatList, time } = context.format;
  const { previousRates, removed, refreshed } = list.priceChanges.value;
  const names = removed
    .slice(0, MAX_NAMED)
    .map(({ supplier, termMonths }) => messages.offerName(supplier.name, termMonths));
  const unnamedCount = removed.length - names.length;
  // Empty during an update, so that the same result is announced again after it. Old rates are not an update.
  const isNew = refreshed && !result.stale && quote.offers.freshness.value !== 'updating';
  const announcement = isNew
    ? [
        previousRates.size ? toolMessages.changed(number(previousRates.size)) : toolMessages.unchanged,
        removed.length ? toolMessages.removedCount(number(removed.length)) : '',
      ].join(' ')
    : '';
  return (
    <>
      <Status class="visually-hidden">{announcement}</Status>
      {result.stale && <PoliteAlert>{toolMessages.stale(time(result.asOf))}</PoliteAlert>}
      {outdated && <PoliteAlert>{toolMessages.outdated}</PoliteAlert>}
      {removed.length > 0 && (
        <PoliteAlert>
          {toolMessages.removed(
            formatList(unnamedCount ? [...names, toolMessages.andMore(number(unnamedCount))] : names),
          )}
        </PoliteAlert>
      )}
    </>
  );
}

export interface NoOffersProps {
  readonly context: WidgetContext;
}

/** Shown instead of the offers if there is no offer for the input. */
export function NoOffers({ toolMessages }: NoOffersProps & { readonly toolMessages: OfferToolsMessages }) {
  const text = (
    <>
      <h2>{toolMessages.noOffers}</h2>
      <p class="text-muted">{toolMessages.noOffersHint}</p>
    </>
  );
  return (
    <div class="section" role="status">
      {useAnnounced(text)}
    </div>
  );
}
