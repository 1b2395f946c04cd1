import { ContactPhone } from '../components/contact-phone.tsx';
import type { TrackingMessages } from '../i18n/en/tracking.ts';
import type { WidgetContext } from '../widget-context.ts';

interface ResumeLinkLandingProps {
  readonly context: WidgetContext;
  readonly link: 'opening' | 'used';
  readonly messages: TrackingMessages;
}

/** Where a resume link leads until its contract is there, and where it ends when it was used before. */
export function ResumeLinkLanding({ context, link, messages: { resumeLanding } }: ResumeLinkLandingProps) {
  if (link === 'opening') return <p class="section text-muted">{resumeLanding.opening}</p>;
  return (
    <div class="section">
      <div role="alert">
        <h2>{resumeLanding.used}</h2>
        <p class="text-muted lead">
          {resumeLanding.usedHint} <ContactPhone context={context} />
        </p>
      </div>
      <div class="button-row">
        <button type="button" class="button-primary" onClick={() => context.dispatch({ type: 'restarted' })}>
          {resumeLanding.seeRates}
        </button>
      </div>
    </div>
  );
}
