import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SigningSessionMessages } from '../i18n/en/signing-session.ts';
import type { WidgetContext } from '../widget-context.ts';
import { loadDocuSign } from './docusign-bundle.ts';
import { watchDocuSignOverlays } from './docusign-cleanup.ts';
import { createLightDomSlot } from './light-dom-slot.ts';
import { resolveCssColor } from './resolve-css-color.ts';
import { toSessionEndReason } from './session-end.ts';
import type { SigningEvent, SigningSurface } from './signing-machine.ts';
import { dispatchSigningEvent } from './signing-machine.ts';

interface FocusedViewProps {
  readonly context: WidgetContext;
  readonly surface: Extract<SigningSurface, { kind: 'focused' }>;
  readonly messages: SigningSessionMessages;
}

/**
 * DocuSign's view in the page, as wide as the widget. What it says of its end is a hint; when it does not come up in
 * time, or may not, a window is offered instead.
 */
export function FocusedView({ context, surface, messages }: FocusedViewProps) {
  const slot = useRef<HTMLSlotElement>(null);
  const section = useRef<HTMLElement>(null);
  const ceremony = useRef<HTMLElement | undefined>(undefined);
  const isReady = useSignal(false);
  const isConfirmingLeave = useSignal(false);

  const focusIframe = () => ceremony.current?.querySelector('iframe')?.focus();

  useLayoutEffect(() => {
    const docusign = context.site.peek()?.signing.docusign;
    const lightDomSlot = createLightDomSlot(context.host);
    ceremony.current = lightDomSlot.element;
    if (slot.current) slot.current.name = lightDomSlot.name;
    const origins = [surface.url, docusign?.bundle ?? surface.url].map((address) => new URL(address).origin);
    const removeOverlays = watchDocuSignOverlays(origins);
    section.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ block: 'nearest' });

    let hasEnded = false;
    const finish = (event: SigningEvent) => {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(watchdog);
      dispatchSigningEvent(context, event);
    };
    const fail = () => {
      if (hasEnded) return;
      context.sessionStore.write('focusedViewFailed', '1');
      context.emit('shopper:error', { code: 'signing_frame_failed' });
      finish({ type: 'iframe_failed' });
    };
    const watchdog = setTimeout(fail, Math.max(0, surface.deadlineAt - Date.now()));

    async function mountFocusedView() {
      if (!docusign) throw new TypeError('the site has no focused view');
      const docusignApi = await loadDocuSign(docusign);
      if (hasEnded) return;
      const signing = docusignApi.signing({
        url: surface.url,
        displayFormat: 'focused',
        style: brandingStyle(section.current),
      });
      signing.on('ready', () => {
        if (hasEnded) return;
        clearTimeout(watchdog);
        isReady.value = true;
        focusIframe();
      });
      signing.on('sessionEnd', (event) => finish({ type: 'ended', reason: toSessionEndReason(event) }));
      signing.mount(`#${lightDomSlot.name}`);
    }
    mountFocusedView().catch(fail);

    // The page may have uses of its own for the key.
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && event.composedPath().includes(context.host)) isConfirmingLeave.value = true;
    };
    addEventListener('keydown', onEscape);
    return () => {
      hasEnded = true;
      clearTimeout(watchdog);
      removeEventListener('keydown', onEscape);
      lightDomSlot.remove();
      removeOverlays();
    };
  }, [context, surface, isReady, isConfirmingLeave]);

  return (
    <section ref={section} class="focused-view" aria-label={messages.iframeHeading} tabIndex={-1}>
      <div class="focused-view-bar">
        <h2>{messages.iframeHeading}</h2>
        <button type="button" aria-expanded={isConfirmingLeave.value} onClick={() => (isConfirmingLeave.value = true)}>
          {messages.postpone}
        </button>
      </div>
      {isConfirmingLeave.value && (
        <div class="alert" role="alert">
          <p>{messages.postponeConfirm}</p>
          <button type="button" onClick={() => dispatchSigningEvent(context, { type: 'ended', reason: 'postponed' })}>
            {messages.postponeConfirmYes}
          </button>
          <button
            type="button"
            class="button-primary"
            onClick={() => {
              isConfirmingLeave.value = false;
              focusIframe();
            }}
          >
            {messages.postponeConfirmNo}
          </button>
        </div>
      )}
      <p class="section text-muted" role="status">
        {!isReady.value && messages.iframeLoading}
      </p>
      <slot ref={slot} class="focused-view-ceremony" />
    </section>
  );
}

/** DocuSign's main button in the colours of ours. */
function brandingStyle(element: Element | null) {
  const read = (property: string, fallback: string) => (element ? resolveCssColor(element, property) : fallback);
  return {
    branding: {
      primaryButton: { backgroundColor: read('--accent', '#0d6e4f'), color: read('--on-accent', '#fff') },
    },
  };
}
