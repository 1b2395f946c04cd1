import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Contract } from '../../wire/contract.ts';
import type { SigningLetter } from '../../wire/letter.ts';
import type { ContractFeed } from '../contract/contract-feed.ts';
import { CallUs } from '../controls/call-us.tsx';
import { Notice } from '../controls/notice.tsx';
import type { InboxTexts } from '../i18n/en/inbox.ts';
import type { Shopper } from '../shopper.ts';
import { AddressForm } from './address-form.tsx';
import { createInboxModel, type InboxModel, type InboxTrouble } from './inbox-model.ts';

interface InboxPanelProps {
  readonly shopper: Shopper;
  readonly contract: Contract;
  readonly letter: SigningLetter;
  readonly feed: ContractFeed;
  readonly texts: InboxTexts;
}

/** What can be done about a contract that lies in an inbox. How it stands is said above it. */
export function InboxPanel({ shopper, contract, letter, feed, texts }: InboxPanelProps) {
  const model = useMemo(() => createInboxModel(shopper, contract.id, feed), [shopper, contract.id, feed]);
  useEffect(() => () => model.stop(), [model]);
  const place = useRef<HTMLElement>(null);
  const asking = model.asking.value;
  const before = useRef(asking);
  useEffect(() => {
    // What was just pressed is gone, and the focus with it.
    if (before.current !== asking && asking === 'nothing') place.current?.focus({ preventScroll: true });
    before.current = asking;
  }, [asking]);
  const trouble = model.trouble.value;
  const busy = model.busy.value;

  return (
    <section ref={place} class="inbox" aria-label={texts.label} tabIndex={-1}>
      {trouble && (
        <Notice>
          {troubleWords(trouble, texts, shopper)} <CallUs shopper={shopper} />
        </Notice>
      )}
      {asking === 'address' && <AddressForm model={model} texts={texts} />}
      {asking === 'cancel' && (
        <div class="way">
          <p id="cancel-ask">{texts.cancelAsk}</p>
          <div class="actions">
            <button
              type="button"
              class="primary"
              ref={focused}
              aria-describedby="cancel-ask"
              aria-disabled={busy}
              onClick={model.cancel}
            >
              {busy ? texts.cancelling : texts.cancelYes}
            </button>
            <button type="button" disabled={busy} onClick={() => model.ask('nothing')}>
              {texts.cancelNo}
            </button>
          </div>
        </div>
      )}
      {asking === 'nothing' && <Ways letter={letter} model={model} texts={texts} />}
      {letter.canCancel && letter.sendingsLeft === 0 && trouble !== 'too_often' && (
        <p class="small muted">
          {texts.tooOften} <CallUs shopper={shopper} />
        </p>
      )}
      {letter.canCancel && <p class="small muted">{texts.signBy(shopper.format.moment(letter.signBy))}</p>}
    </section>
  );
}

const focused = (element: HTMLElement | null) => element?.focus({ preventScroll: true });

interface WaysProps {
  readonly letter: SigningLetter;
  readonly model: InboxModel;
  readonly texts: InboxTexts;
}

function Ways({ letter: { status, againFrom, canCancel }, model, texts }: WaysProps) {
  const mustWait = useWait(againFrom);
  const busy = model.busy.value;
  const bounced = status === 'bounced';
  return (
    <>
      <div class="actions">
        {againFrom && bounced && (
          <button type="button" class="primary" onClick={() => model.ask('address')}>
            {texts.correct}
          </button>
        )}
        {againFrom && (
          <button
            type="button"
            class={bounced ? '' : 'primary'}
            aria-disabled={busy || mustWait}
            aria-describedby={mustWait ? 'again-wait' : undefined}
            onClick={() => {
              if (!mustWait) model.sendAgain();
            }}
          >
            {busy ? texts.sending : texts.again}
          </button>
        )}
        {againFrom && !bounced && (
          <button type="button" onClick={() => model.ask('address')}>
            {texts.correct}
          </button>
        )}
        {canCancel && (
          <button type="button" class="link" onClick={() => model.ask('cancel')}>
            {texts.cancel}
          </button>
        )}
      </div>
      {mustWait && (
        <p id="again-wait" class="small muted">
          {texts.wait}
        </p>
      )}
    </>
  );
}

/** No clock is so wrong that somebody should wait longer than the server has them wait. Milliseconds. */
const longestWait = 30_000;

/** Whether that instant is still to come. */
function useWait(instant: string | undefined): boolean {
  const over = useSignal<string | undefined>(undefined);
  useEffect(() => {
    if (!instant) return undefined;
    const wait = Math.min(longestWait, Date.parse(instant) - Date.now());
    const timer = setTimeout(
      () => {
        over.value = instant;
      },
      Math.max(0, wait),
    );
    return () => clearTimeout(timer);
  }, [instant, over]);
  return instant !== undefined && over.value !== instant && Date.parse(instant) > Date.now();
}

function troubleWords(trouble: InboxTrouble, texts: InboxTexts, { language }: Shopper): string {
  switch (trouble) {
    case 'too_soon':
      return texts.tooSoon;
    case 'too_often':
      return texts.tooOften;
    case 'not_open':
      return texts.notOpen;
    case 'in_progress':
      return texts.inProgress;
    case 'unavailable':
      return texts.unavailable;
    default:
      return language.shell.trouble[trouble];
  }
}
