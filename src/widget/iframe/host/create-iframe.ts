import type { IframeEvent, IframeMessage } from '../../../wire/iframe.ts';
import { createEmitter } from '../../host-events.ts';
import { english } from '../../i18n/message-catalog.ts';
import type { WidgetOptions } from '../../options.ts';
import { connectIframe } from './host-channel.ts';
import { readTheme, watchTheme } from './read-theme.ts';
import { scrollIntoView } from './scroll-into-view.ts';

/**
 * In milliseconds: for a frame that has loaded something to say that it is our page, for one that has not, and from there on to a
 * shop that can be shown.
 */
const TIMEOUTS_MS = { loaded: 3_000, hello: 20_000, ready: 30_000 };

/** One frame, from its first request to its end. */
export interface IframeHandle {
  /** Sends options and look as they are now. */
  sync(): void;
  focus(): void;
  destroy(): void;
}

interface CreateIframeOptions {
  readonly host: HTMLElement;
  readonly container: HTMLElement;
  /** As they are now. */
  readonly options: () => WidgetOptions;
  /** The secret of a resume link that led to the page around. */
  readonly resumeToken: string | undefined;
  /** Whether the page has something of its own to show instead. */
  readonly hasFallback: () => boolean;
  readonly onShow: (visible: 'iframe' | 'slot') => void;
  readonly onFail: () => void;
}

/** Fills `container` with a frame that shows the site's shop. */
export function createIframe({
  host,
  container,
  options,
  resumeToken,
  hasFallback,
  onShow,
  onFail,
}: CreateIframeOptions): IframeHandle {
  const { api, site } = options();
  const iframe = document.createElement('iframe');
  let isLoaded = false;
  let isReady = false;
  /** Whether the shop's own session is open; not known at first. */
  let sessionOpened: boolean | undefined;
  let lastSent = '';
  let timer = setTimeout(onFail, TIMEOUTS_MS.hello);
  const failAfter = (timeoutMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(onFail, timeoutMs);
  };

  const sync = () => {
    const theme = readTheme(host, container);
    const { postalCode, commodity, annualUsage, phone } = options();
    const currentOptions = { locale: requestedLocale(options()), postalCode, commodity, annualUsage, phone };
    const snapshot = JSON.stringify([theme, currentOptions]);
    if (snapshot === lastSent) return;
    lastSent = snapshot;
    channel.post({ type: 'options', options: currentOptions });
    channel.post({ type: 'theme', theme });
  };
  const onMessage = (message: IframeMessage) => {
    switch (message.type) {
      case 'ready':
        clearTimeout(timer);
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
  const forward = (event: IframeEvent) => {
    const { event: name, ...detail } = event;
    if (name === 'shopper:ready') sessionOpened = true;
    if (name === 'shopper:error') sessionOpened ??= false;
    updateVisibility();
    createEmitter(host, options().events)(name, detail);
  };
  // The page's own words know better whom to call than a shop that has nothing to show.
  const updateVisibility = () => onShow(isReady && (sessionOpened !== false || !hasFallback()) ? 'iframe' : 'slot');

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
    onMessage,
  });
  const stopWatching = watchTheme(host, sync);
  // Not every browser says that a frame it has blocked has loaded.
  const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'frame-src' && blockedURI.startsWith(api)) onFail();
  };
  document.addEventListener('securitypolicyviolation', onViolation);

  iframe.title = english.app.title;
  iframe.referrerPolicy = 'no-referrer';
  // No `sandbox`: it would keep a browser's PDF viewer from showing the contract, and protect the page from nobody but us.
  // Named only where it is known: a browser warns of what it does not know.
  iframe.allow = 'share' in navigator ? 'clipboard-write; web-share' : 'clipboard-write';
  iframe.onload = () => {
    if (!isLoaded) failAfter(TIMEOUTS_MS.loaded);
  };
  const address = new URL(`/shop/${encodeURIComponent(site)}`, api);
  const locale = requestedLocale(options());
  if (locale) address.searchParams.set('lang', locale);
  // After the #, where no server sees it.
  if (resumeToken !== undefined) address.hash = `shopper-resume=${resumeToken}`;
  iframe.src = address.href;
  container.replaceChildren(iframe);
  return {
    sync,
    focus() {
      iframe.focus();
      channel.post({ type: 'focus' });
    },
    destroy() {
      clearTimeout(timer);
      stopWatching();
      document.removeEventListener('securitypolicyviolation', onViolation);
      channel.close();
      iframe.remove();
    },
  };
}

/** What the page speaks, unless it was told otherwise. */
const requestedLocale = ({ locale }: WidgetOptions) => locale || document.documentElement.lang || undefined;
