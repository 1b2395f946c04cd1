import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { createContractFeed } from '../contract/contract-feed.ts';
import { isFinal, isOver } from '../contract/road.ts';
import { CallUs } from '../controls/call-us.tsx';
import { Lazy } from '../controls/lazy.tsx';
import { Notice } from '../controls/notice.tsx';
import type { TrackingTexts } from '../i18n/en/tracking.ts';
import type { Shopper } from '../shopper.ts';
import { followSigning } from '../signing/follow-signing.ts';
import { send } from '../signing/send.ts';
import { standingOf } from '../signing/signing-machine.ts';
import stepCss from '../step.css?inline';
import { ContractDocument } from './contract-document.tsx';
import { History } from './history.tsx';
import { Reasons } from './reasons.tsx';
import { ResumeLanding } from './resume-landing.tsx';
import { ResumeLink } from './resume-link.tsx';
import { SigningPanel } from './signing-panel.tsx';
import { standingWords } from './standing-words.ts';
import { Terms } from './terms.tsx';
import trackingCss from './tracking.css?inline';
import { WayOn } from './way-on.tsx';

export const css = stepCss + trackingCss;

interface StepProps {
  readonly shopper: Shopper;
  readonly texts: TrackingTexts;
}

/** A contract from its making to the first kilowatt-hour: sign it, follow it, keep it. */
export function TrackingStep({ shopper, texts }: StepProps) {
  const flow = shopper.flow.value;
  if (flow.step !== 'tracking') return null;
  if (flow.contractId === undefined) return <ResumeLanding shopper={shopper} link={flow.link} texts={texts} />;
  return <ContractView key={flow.contractId} shopper={shopper} contractId={flow.contractId} texts={texts} />;
}

function ContractView({ shopper, contractId, texts }: StepProps & { readonly contractId: string }) {
  const { format, language, signing } = shopper;
  const feed = useMemo(() => createContractFeed(shopper, contractId), [shopper, contractId]);
  const status = useRef<HTMLDivElement>(null);
  const wasFramed = useRef(false);
  useEffect(() => feed.destroy, [feed]);
  // Listening as soon as it shows: a signing window may come back before this page is painted again.
  useLayoutEffect(() => followSigning(shopper, contractId, feed), [shopper, contractId, feed]);

  const contract = feed.contract.value;
  const line = feed.line.value;
  const now = signing.value;
  const framed = now.state === 'open' && now.place.as === 'focused' ? now.place : undefined;
  useEffect(() => {
    // The frame had the focus, and took it along when it went.
    if (wasFramed.current && !framed) status.current?.focus();
    wasFramed.current = framed !== undefined;
  }, [framed]);

  if (line === 'gone') {
    return (
      <div class="pad">
        <h2>{texts.gone}</h2>
        <p class="muted">
          {texts.goneHint} <CallUs shopper={shopper} />
        </p>
        <div class="actions">
          <button
            type="button"
            class="primary"
            onClick={() => {
              shopper.customerInput.value = undefined;
              shopper.files.value = {};
              shopper.go({ type: 'choose_again' });
            }}
          >
            {texts.startOver}
          </button>
        </div>
      </div>
    );
  }
  if (framed) {
    return (
      <Lazy
        shopper={shopper}
        load={async () => {
          try {
            return { View: (await import('../signing/focused-view.tsx')).FocusedView };
          } catch (error) {
            send(shopper, { type: 'frame_failed' });
            throw error;
          }
        }}
      >
        {({ View }) => <View shopper={shopper} place={framed} texts={texts.signHere} />}
      </Lazy>
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
  const email = shopper.site.value?.branding.email;
  const { headline, lead } = standingWords(texts, contract, shopper);
  const { letter } = contract.signing;
  const toSign = standingOf(contract) === 'pending';
  const wayBack = <ResumeLink key="way-back" shopper={shopper} contract={contract} texts={texts.keepLink} />;
  const isLate = now.state === 'confirming' && now.late;
  return (
    <div class="columns">
      <div>
        <div ref={status} class="standing" role="status" tabIndex={-1}>
          <h2>{headline}</h2>
          <p class="muted lead">{lead}</p>
        </div>
        <Reasons contract={contract} texts={texts} />
        {isOver(contract.status) && <WayOn shopper={shopper} contract={contract} texts={texts} />}
        {toSign && !letter && <SigningPanel shopper={shopper} contract={contract} texts={texts.signHere} />}
        {toSign && letter && (
          <Lazy shopper={shopper} load={() => import('../inbox/inbox-panel.tsx')} bars={1}>
            {({ InboxPanel }) => (
              <InboxPanel shopper={shopper} contract={contract} letter={letter} feed={feed} texts={texts.inbox} />
            )}
          </Lazy>
        )}
        {isLate && wayBack}
        <ContractDocument shopper={shopper} contract={contract} texts={texts} />
        <History contract={contract} texts={texts} format={format} />
        {!isFinal(contract.status) && (
          <p class="small muted">{line === 'polling' ? texts.polling : line === 'lost' ? texts.lost : texts.live}</p>
        )}
        {!isOver(contract.status) && <WayOn shopper={shopper} contract={contract} texts={texts} />}
      </div>
      <aside aria-label={texts.contract(contract.reference)}>
        <h3>{texts.contract(contract.reference)}</h3>
        <Terms contract={contract} shopper={shopper} texts={texts} />
        <p class="small">
          <CallUs shopper={shopper} /> {email && texts.writeUs(email)}
        </p>
        {!isLate && wayBack}
      </aside>
    </div>
  );
}
