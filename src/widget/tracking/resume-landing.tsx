import { CallUs } from '../controls/call-us.tsx';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Shopper } from '../shopper.ts';

interface ResumeLandingProps {
  readonly shopper: Shopper;
  readonly link: 'opening' | 'spent';
  readonly texts: TrackingTexts;
}

/** Where a resume link leads until its contract is there, and where it ends when it was used before. */
export function ResumeLanding({ shopper, link, texts: { resumed } }: ResumeLandingProps) {
  if (link === 'opening') return <p class="pad muted">{resumed.opening}</p>;
  return (
    <div class="pad">
      <div role="alert">
        <h2>{resumed.spent}</h2>
        <p class="muted lead">
          {resumed.spentHint} <CallUs shopper={shopper} />
        </p>
      </div>
      <div class="actions">
        <button type="button" class="primary" onClick={() => shopper.go({ type: 'choose_again' })}>
          {resumed.seeRates}
        </button>
      </div>
    </div>
  );
}
