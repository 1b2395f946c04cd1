import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SigningSessionMessages } from '../i18n/en/signing.ts';
import type { WidgetContext } from '../widget-context.ts';
import { loadDocuSign, toSessionEndReason, watchDocuSignOverlays } from './docusign.ts';
import { dispatchSigningEvent, type SigningEvent, type SigningSurface } from './signing-machine.ts';

interface FocusedViewProps {
  readonly context: WidgetContext;
  readonly surface: FocusedSurface;
  readonly messages: SigningSessionMessages;
}

/** The signing page, embedded at the width of the widget, below a bar for postponing signing. */
export function FocusedView({ context, surface, messages }: FocusedViewProps) {
  const isConfirmingLeave = useSignal(false);
  const { section, slot, isReady, focusIframe } = useFocusedSigning(context, surface, () => {
    isConfirmingLeave.value = true;
  });
  return (
    <section ref={section} class="focused-view" aria-label={messages.iframeHeading} tabIndex={-1}>
      <div class="focused-view-bar">
        <h2>{messages.iframeHeading}</h2>
        <button
          type="button"
          aria-expanded={isConfirmingLeave.value}
          onClick={() => {
            isConfirmingLeave.value = true;
          }}
        >
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

export type FocusedSurface = Extract<SigningSurface, { kind: 'focused' }>;

interface FocusedSigning {
  readonly section: RefObject<HTMLElement | null>;
  readonly slot: RefObject<HTMLSlotElement | null>;
  readonly isReady: Signal<boolean>;
  focusIframe(): void;
}

/**
 * Mounts DocuSign's focused view in the host element's light DOM, where `slot` shows it. Dispatches `ended` or, if the
 * view fails to load or does not load in time, `iframe_failed`.
 *
 * @param onEscape called when the customer presses Escape inside the widget
 */
export function useFocusedSigning(
  context: WidgetContext,
  surface: FocusedSurface,
  onEscape: () => void,
): FocusedSigning {
  const slot = useRef<HTMLSlotElement>(null);
  const section = useRef<HTMLElement>(null);
  const ceremony = useRef<HTMLElement>(undefined);
  const isReady = useSignal(false);
  const focusIframe = () => ceremony.current?.querySelector('iframe')?.focus();

  useLayoutEffect(() => {
    const element = createLightDomElement(context.host);
    ceremony.current = element;
    if (slot.current) slot.current.name = element.slot;
    section.current?.focus({ preventScroll: true });
    section.current?.scrollIntoView({ block: 'nearest' });
    const stop = startSession({
      context,
      surface,
      element,
      style: brandingStyle(section.current),
      onReady() {
        isReady.value = true;
        focusIframe();
      },
    });
    // The event's default action is not prevented, because the host page may also handle the key.
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && event.composedPath().includes(context.host)) onEscape();
    };
    addEventListener('keydown', onKeyDown);
    return () => {
      removeEventListener('keydown', onKeyDown);
      stop();
    };
  }, [context, surface]);

  return { section, slot, isReady, focusIframe };
}

interface Session {
  readonly context: WidgetContext;
  readonly surface: FocusedSurface;
  readonly element: HTMLElement;
  readonly style: ReturnType<typeof brandingStyle>;
  readonly onReady: () => void;
}

/** @returns a function that ends the session without an event, and removes the view and DocuSign's leftover overlays */
function startSession({ context, surface, element, style, onReady }: Session): () => void {
  const docusign = context.site.peek()?.signing.docusign;
  const origins = [surface.url, docusign?.bundle ?? surface.url].map((url) => new URL(url).origin);
  const removeOverlays = watchDocuSignOverlays(origins);
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

  async function mountView() {
    if (!docusign) throw new TypeError('commercial-shopper: the site has no focused view');
    const api = await loadDocuSign(docusign);
    if (hasEnded) return;
    const signing = api.signing({ url: surface.url, displayFormat: 'focused', style });
    signing.on('ready', () => {
      if (hasEnded) return;
      clearTimeout(watchdog);
      onReady();
    });
    signing.on('sessionEnd', (event) => finish({ type: 'ended', reason: toSessionEndReason(event) }));
    signing.mount(`#${element.id}`);
  }
  mountView().catch(fail);

  return () => {
    hasEnded = true;
    clearTimeout(watchdog);
    element.remove();
    removeOverlays();
  };
}

/** Creates a child of the host element. DocuSign's selector matches elements there, but not inside our shadow root. */
function createLightDomElement(host: Element): HTMLElement {
  const element = document.createElement('div');
  element.id = `shopper-signing-${Math.random().toString(36).slice(2)}`;
  element.slot = element.id;
  element.style.height = '100%';
  host.append(element);
  return element;
}

/** Returns the style that gives DocuSign's primary button the colors of the widget's primary button. */
function brandingStyle(element: Element | null) {
  const read = (property: string, fallback: string) => (element ? resolveCssColor(element, property) : fallback);
  return {
    branding: {
      primaryButton: { backgroundColor: read('--accent', '#0d6e4f'), color: read('--on-accent', '#fff') },
    },
  };
}

/**
 * Resolves a CSS custom property to a color that third-party scripts can parse. Browsers compute our black-or-white
 * contrast color as `color(srgb-linear …)` (CSS Color 4). Its channels are 0 or 1, which have the same values in sRGB.
 *
 * @example resolveCssColor(section, '--on-accent') // 'rgb(255, 255, 255)'
 */
function resolveCssColor(container: Element, property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  container.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  const [, ...components] = /^color\(srgb-linear (\S+) (\S+) (\S+)\)$/.exec(color) ?? [];
  return components.length
    ? `rgb(${components.map((component) => Math.round(Number(component) * 255)).join(', ')})`
    : color;
}
