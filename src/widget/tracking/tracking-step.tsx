import { useEffect, useMemo } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import { CallUs } from '../contract/call-us.tsx';
import { createContractFeed } from '../contract/contract-feed.ts';
import { isFinal, isOver, isRetryable, isUnsigned } from '../contract/status.ts';
import { Notice } from '../controls/notice.tsx';
import { Pair } from '../customer/choice-summary.tsx';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Shopper } from '../shopper.ts';
import stepCss from '../step.css?inline';
import { Download } from './download.tsx';
import { nextWords } from './next-words.ts';
import { Reasons } from './reasons.tsx';
import { SigningPanel } from './signing-panel.tsx';
import { Timeline } from './timeline.tsx';
import trackingCss from './tracking.css?inline';

export const css = stepCss + trackingCss;

interface TrackingStepProps {
  readonly shopper: Shopper;
  readonly contractId: string;
  readonly texts: TrackingTexts;
}

/** A contract from its making to the first kilowatt-hour: sign it, follow it, keep it. */
export function TrackingStep({ shopper, contractId, texts }: TrackingStepProps) {
  const { format, language } = shopper;
  const feed = useMemo(() => createContractFeed(shopper, contractId), [shopper, contractId]);
  useEffect(() => feed.destroy, [feed]);
  const contract = feed.contract.value;
  const line = feed.line.value;
  const tryAgain = () => {
    shopper.signing.value = { state: 'closed' };
    shopper.signed.value = false;
    shopper.go({ type: 'choose_again' });
  };
  const startOver = () => {
    shopper.customerInput.value = undefined;
    tryAgain();
  };

  if (line === 'gone') {
    return (
      <div class="pad">
        <h2>{texts.gone}</h2>
        <p class="muted">
          {texts.goneHint} <CallUs shopper={shopper} />
        </p>
        <div class="actions">
          <button type="button" class="primary" onClick={startOver}>
            {texts.startOver}
          </button>
        </div>
      </div>
    );
  }
  if (!contract) {
    if (line !== 'lost') return <p class="pad muted">{language.shell.loading}</p>;
    return (
      <Notice action={language.shell.tryAgain} onAction={feed.refresh}>
        {texts.lost}
      </Notice>
    );
  }

  const { status, reference } = contract;
  const unsigned = isUnsigned(status);
  // After a reload nothing that was typed is left to try again with.
  const canTryAgain = isRetryable(status) && shopper.customerInput.value !== undefined;
  return (
    <div class="columns">
      <div>
        <div role="status">
          <h2>{texts.headline[status]}</h2>
          <p class="muted lead">{nextWords(texts, contract, shopper)}</p>
        </div>
        <Reasons contract={contract} texts={texts} />
        {unsigned && <SigningPanel shopper={shopper} contractId={contractId} feed={feed} texts={texts} />}
        <Timeline contract={contract} texts={texts} format={format} />
        {!isFinal(status) && (
          <p class="small muted">{line === 'polling' ? texts.polling : line === 'lost' ? texts.lost : texts.live}</p>
        )}
        <div class="actions">
          {canTryAgain && (
            <button type="button" class="primary" onClick={tryAgain}>
              {texts.tryAgainWithDetails}
            </button>
          )}
          <Download shopper={shopper} contract={contract} texts={texts} />
          <button type="button" class={isOver(status) && !canTryAgain ? 'primary' : ''} onClick={startOver}>
            {unsigned ? texts.leaveUnsigned : isOver(status) ? texts.startOver : texts.another}
          </button>
        </div>
      </div>
      <aside aria-label={texts.contract(reference)}>
        <h3>{texts.contract(reference)}</h3>
        <Terms contract={contract} shopper={shopper} texts={texts} />
        <p class="small">
          <CallUs shopper={shopper} />
        </p>
      </aside>
    </div>
  );
}

interface TermsProps {
  readonly contract: Contract;
  readonly shopper: Shopper;
  readonly texts: TrackingTexts;
}

function Terms({ contract: { terms, accounts }, shopper: { format }, texts }: TermsProps) {
  return (
    <dl class="pairs">
      <Pair name={texts.supplier}>{terms.supplier}</Pair>
      <Pair name={texts.rate}>
        <strong>{format.rateText(terms.rate)}</strong> · {terms.product}
      </Pair>
      <Pair name={texts.term}>{texts.months(terms.termMonths, format.month(terms.startMonth, 'short'))}</Pair>
      <Pair name={texts.about}>{texts.perYear(format.dollars(terms.annualEstimate))}</Pair>
      <Pair name={texts.metersHeading}>
        <ul>
          {accounts.map(({ last4, status }) => (
            <li key={last4}>
              {texts.meter(last4)} <span class="muted">· {texts.meterStatus[status]}</span>
            </li>
          ))}
        </ul>
      </Pair>
    </dl>
  );
}
