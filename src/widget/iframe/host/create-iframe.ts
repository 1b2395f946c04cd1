import type { IframeEvent, IframeMessage } from '../../../wire/iframe.ts';
import { createEmitter } from '../../host-events.ts';
import { english } from '../../i18n/message-catalog.ts';
import { forgetLinkSecret, type LinkSecret } from '../../link-secret.ts';
import type { WidgetOptions } from '../../options.ts';
import { connectIframe } from './host-channel.ts';
import { readTheme, watchTheme } from './theme.ts';

/**
 * Timeouts in milliseconds, after which the iframe is considered failed. `loaded`: from the iframe's `load` event to
 * the `hello` message. `hello`: from the iframe's creation to `hello`. `ready`: from `hello` to the first render of the
 * widget.
 */
const TIMEOUTS_MS = { loaded: 3_000, hello: 20_000, ready: 30_000 };

export interface IframeHandle {
  /** Sends the current options and theme if they have changed. */
  sync(): void;
  focus(): void;
  destroy(): void;
}

interface CreateIframeOptions {
  readonly host: HTMLElement;
  readonly container: HTMLElement;
  readonly options: () => WidgetOptions;
  readonly link: LinkSecret | undefined;
  readonly hasFallback: () => boolean;
  readonly onShow: (visible: 'iframe' | 'slot') => void;
  readonly onFail: () => void;
}

/** Replaces the content of `container` with an iframe of the site's hosted page. */
export function createIframe(createOptions: CreateIframeOptions): IframeHandle {
  const { host, container, options, link, onFail } = createOptions;
  const { api } = options();
  const iframe = createElement(options(), link);
  let isLoaded = false;
  let lastSent = '';
  let timer = setTimeout(onFail, TIMEOUTS_MS.hello);
  const failAfter = (timeoutMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(onFail, timeoutMs);
  };

  function sync(): void {
    const theme = readTheme(host, container);
    const { postalCode, commodity, annualUsage, phone } = options();
    const currentOptions = { locale: requestedLocale(options()), postalCode, commodity, annualUsage, phone };
    const snapshot = JSON.stringify([theme, currentOptions]);
    if (snapshot === lastSent) return;
    lastSent = snapshot;
    channel.post({ type: 'options', options: currentOptions });
    channel.post({ type: 'theme', theme });
  }

  const channel = connectIframe({
    iframe,
    origin: api,
    onHello() {
      isLoaded = true;
      failAfter(TIMEOUTS_MS.ready);
    },
    onConnect() {
      lastSent = '';
      sync();
    },
    onMessage: createMessageHandler({ ...createOptions, iframe, onReady: () => clearTimeout(timer) }),
  });
  const stopWatchingTheme = watchTheme(host, sync);
  const stopWatchingPolicy = watchFramePolicy(api, onFail);
  iframe.onload = () => {
    if (!isLoaded) failAfter(TIMEOUTS_MS.loaded);
  };
  container.replaceChildren(iframe);
  return {
    sync,
    focus() {
      iframe.focus();
      channel.post({ type: 'focus' });
    },
    destroy() {
      clearTimeout(timer);
      stopWatchingTheme();
      stopWatchingPolicy();
      channel.close();
      iframe.remove();
    },
  };
}

function createElement(options: WidgetOptions, link: LinkSecret | undefined): HTMLIFrameElement {
  const iframe = document.createElement('iframe');
  iframe.title = english.app.title;
  iframe.referrerPolicy = 'no-referrer';
  // There is no `sandbox` attribute. It would disable the browser's PDF viewer, and would only protect the host page
  // from our own origin. `web-share` is allowed only in browsers that support it, because other browsers would log a
  // warning about an unknown feature.
  iframe.allow = 'share' in navigator ? 'clipboard-write; web-share' : 'clipboard-write';
  const url = new URL(`/shop/${encodeURIComponent(options.site)}`, options.api);
  const locale = requestedLocale(options);
  if (locale) url.searchParams.set('lang', locale);
  // The secret is in the fragment, which is not sent to the server.
  for (const [kind, secret] of Object.entries(link ?? {})) url.hash = `shopper-${kind}=${secret}`;
  iframe.src = url.href;
  return iframe;
}

interface MessageHandlerOptions extends CreateIframeOptions {
  readonly iframe: HTMLIFrameElement;
  readonly onReady: () => void;
}

function createMessageHandler({
  host,
  container,
  options,
  link,
  iframe,
  hasFallback,
  onShow,
  onReady,
}: MessageHandlerOptions): (message: IframeMessage) => void {
  let isReady = false;
  /** Whether the widget created a session. Undefined until the widget reports a session or an error. */
  let sessionOpened: boolean | undefined;

  /**
   * If the widget could not create a session, fallback content is shown instead of the widget's error message, because
   * the fallback content is more helpful.
   */
  const updateVisibility = () => onShow(isReady && (sessionOpened !== false || !hasFallback()) ? 'iframe' : 'slot');

  function forward({ event: name, ...detail }: IframeEvent): void {
    if (name === 'shopper:ready') {
      sessionOpened = true;
      // The widget in the iframe has used the link.
      if (link) forgetLinkSecret();
    }
    if (name === 'shopper:error') sessionOpened ??= false;
    updateVisibility();
    createEmitter(host, options().events)(name, detail);
  }

  return (message) => {
    switch (message.type) {
      case 'ready':
        onReady();
        iframe.title = message.title;
        iframe.style.height = `${message.height}px`;
        isReady = true;
        return updateVisibility();
      case 'resize':
        iframe.style.height = `${message.height}px`;
        return;
      case 'scroll-to':
        return scrollIntoView(container, message);
      case 'close':
        return container.closest('dialog')?.close();
      case 'event':
        forward(message.event);
    }
  };
}

/**
 * Scrolls the host page, or the dialog, to a part of the iframe, because the page in the iframe cannot scroll the host
 * page. The start of a step is scrolled to the top only if it is above the viewport. A field is scrolled as little as
 * possible.
 */
function scrollIntoView(
  container: HTMLElement,
  { top, height, block }: Extract<IframeMessage, { type: 'scroll-to' }>,
): void {
  const marker = document.createElement('div');
  marker.className = 'scroll-marker';
  marker.style.top = `${top}px`;
  marker.style.height = `${height}px`;
  container.append(marker);
  if (block === 'nearest' || marker.getBoundingClientRect().top < 0) marker.scrollIntoView({ block });
  marker.remove();
}

/**
 * Calls `onBlocked` when the page's `frame-src` blocks the iframe. Not every browser fires `load` in that case.
 *
 * @returns a function that stops watching
 */
function watchFramePolicy(api: string, onBlocked: () => void): () => void {
  const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'frame-src' && blockedURI.startsWith(api)) onBlocked();
  };
  document.addEventListener('securitypolicyviolation', onViolation);
  return () => document.removeEventListener('securitypolicyviolation', onViolation);
}

/** The locale from the options or, by default, the host page's locale. */
const requestedLocale = ({ locale }: WidgetOptions): string | undefined =>
  locale || document.documentElement.lang || undefined;
