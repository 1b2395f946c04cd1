import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SignHereTexts } from '../i18n/en/sign-here.ts';
import type { Shopper } from '../shopper.ts';
import { loadDocuSign } from './docusign-bundle.ts';
import { endHint } from './end-hint.ts';
import { watchLeftovers } from './leftovers.ts';
import { openLightPlace } from './light-place.ts';
import { plainColour } from './plain-colour.ts';
import { send } from './send.ts';
import type { Place, SigningEvent } from './signing-machine.ts';

interface FocusedViewProps {
  readonly shopper: Shopper;
  readonly place: Extract<Place, { as: 'focused' }>;
  readonly texts: SignHereTexts;
}

/**
 * DocuSign's view in the page, as wide as the widget. What it says of its end is a hint; when it does not come up in
 * time, or may not, a window is offered instead.
 */
export function FocusedView({ shopper, place, texts }: FocusedViewProps) {
  const slot = useRef<HTMLSlotElement>(null);
  const section = useRef<HTMLElement>(null);
  const ceremony = useRef<HTMLElement | undefined>(undefined);
  const isUp = useSignal(false);
  const isLeaving = useSignal(false);

  const focusFrame = () => ceremony.current?.querySelector('iframe')?.focus();

  useLayoutEffect(() => {
    const docusign = shopper.site.peek()?.signing.docusign;
    const light = openLightPlace(shopper.host);
    ceremony.current = light.element;
    if (slot.current) slot.current.name = light.name;
    const origins = [place.url, docusign?.bundle ?? place.url].map((address) => new URL(address).origin);
    const clearUp = watchLeftovers(origins);
    section.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ block: 'nearest' });

    let over = false;
    const end = (event: SigningEvent) => {
      if (over) return;
      over = true;
      clearTimeout(watchdog);
      send(shopper, event);
    };
    const giveUp = () => {
      if (over) return;
      shopper.memory.write('noFrame', '1');
      shopper.emit('shopper:error', { code: 'signing_frame_failed' });
      end({ type: 'frame_failed' });
    };
    const watchdog = setTimeout(giveUp, Math.max(0, place.until - Date.now()));

    async function show() {
      if (!docusign) throw new TypeError('the site has no focused view');
      const loaded = await loadDocuSign(docusign);
      if (over) return;
      const signing = loaded.signing({ url: place.url, displayFormat: 'focused', style: style(section.current) });
      signing.on('ready', () => {
        if (over) return;
        clearTimeout(watchdog);
        isUp.value = true;
        focusFrame();
      });
      signing.on('sessionEnd', (event) => end({ type: 'ended', hint: endHint(event) }));
      signing.mount(`#${light.name}`);
    }
    show().catch(giveUp);

    // The page may have uses of its own for the key.
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && event.composedPath().includes(shopper.host)) isLeaving.value = true;
    };
    addEventListener('keydown', onEscape);
    return () => {
      over = true;
      clearTimeout(watchdog);
      removeEventListener('keydown', onEscape);
      light.remove();
      clearUp();
    };
  }, [shopper, place, isUp, isLeaving]);

  return (
    <section ref={section} class="focused" aria-label={texts.frameHeading} tabIndex={-1}>
      <div class="focused-bar">
        <h2>{texts.frameHeading}</h2>
        <button type="button" aria-expanded={isLeaving.value} onClick={() => (isLeaving.value = true)}>
          {texts.later}
        </button>
      </div>
      {isLeaving.value && (
        <div class="notice" role="alert">
          <p>{texts.laterAsk}</p>
          <button type="button" onClick={() => send(shopper, { type: 'ended', hint: 'put_aside' })}>
            {texts.laterYes}
          </button>
          <button
            type="button"
            class="primary"
            onClick={() => {
              isLeaving.value = false;
              focusFrame();
            }}
          >
            {texts.laterNo}
          </button>
        </div>
      )}
      <p class="pad muted" role="status">
        {!isUp.value && texts.frameLoading}
      </p>
      <slot ref={slot} class="ceremony" />
    </section>
  );
}

/** DocuSign's main button in the colours of ours. */
function style(element: Element | null) {
  const read = (property: string, house: string) => (element ? plainColour(element, property) : house);
  return {
    branding: {
      primaryButton: { backgroundColor: read('--accent', '#0d6e4f'), color: read('--on-accent', '#fff') },
    },
  };
}
