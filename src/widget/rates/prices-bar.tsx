import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Extra } from './extra.tsx';
import type { FoundProps } from './found-props.ts';

/** Prices that run out in less are counted down: that part is there when its own last minutes begin. */
const soon = 6 * 60_000;

/** How old the prices are, how long they hold, a way to new ones; in the last minutes, how long exactly. */
export function PricesBar({ shopper, model, texts, answer }: FoundProps) {
  const { format } = shopper;
  const endsSoon = useSignal(false);
  // Instants are written alike, so the first in time is the first as text.
  const heldUntil = answer.offers.map(({ expiresAt }) => expiresAt).sort()[0] ?? answer.asOf;
  // On this machine's clock, which may be wrong: what counts is how long after the answer the price runs out. How old a stale
  // answer is, only the BFF knows; it leaves out what has run out, and is asked again soon.
  const expiry = answer.stale ? Infinity : Date.parse(heldUntil) - Date.parse(answer.asOf) + answer.receivedAt;
  useEffect(() => {
    const look = () => {
      endsSoon.value = expiry - Date.now() < soon;
    };
    look();
    const timer = setInterval(look, 10_000);
    return () => clearInterval(timer);
  }, [expiry]);
  return (
    <div class="pad go prices">
      <p class="muted small">
        {texts.asOf(format.time(answer.asOf))} · {texts.heldUntil(format.moment(heldUntil))}
      </p>
      {endsSoon.value && (
        <Extra shopper={shopper}>
          {({ Countdown, words }) => <Countdown model={model} words={words} expiry={expiry} />}
        </Extra>
      )}
      <button type="button" class="link" aria-disabled={model.freshness.value !== 'current'} onClick={model.refresh}>
        {texts.refresh}
      </button>
    </div>
  );
}
