import {
  hostMessage,
  type IframeHandshake,
  type IframeMessage,
  type IframeOptions,
  type IframeTheme,
  iframeEvent,
  iframeHandshake,
} from '../../../wire/iframe.ts';
import { HOST_EVENTS } from '../../host-events.ts';

/**
 * Name of the array that queues events until the host page connects. The hosted page sets this name as the `events`
 * option.
 */
const EVENT_QUEUE = 'shopperEvents';

/** Name of the `meta` element in which the server lists the origins that may embed the hosted page. */
const ALLOWED_ORIGINS_META = 'shopper-origins';

/** A focused element that is at least this tall is a whole step, so it is not scrolled into view. */
const MAX_SCROLL_TARGET_PX = 200;

/**
 * Connects the widget in `host` to the host page that embeds the hosted page. Adopts the host page's theme and options,
 * and sends events to the host page. Only the parent window can connect, only from an allowed origin, and only once.
 */
export function startEmbedBridge(host: HTMLElement): void {
  const { parent } = window;
  if (parent === window) return;
  const onWindowMessage = (event: MessageEvent<unknown>) => {
    const [port] = event.ports;
    if (event.source !== parent || !port || !isAllowedOrigin(event.origin)) return;
    if (iframeHandshake.safeParse(event.data).data?.type !== 'connect') return;
    removeEventListener('message', onWindowMessage);
    connect(host, port);
  };
  addEventListener('message', onWindowMessage);
  // The message is sent to any origin, because the parent's origin is unknown until the parent replies. The message
  // contains no private data.
  const handshake: IframeHandshake = { source: 'shopper:iframe', type: 'ready' };
  parent.postMessage(handshake, '*');
}

/** Whether pages of this origin may embed the hosted page. An entry such as `http://localhost:*` allows every port. */
function isAllowedOrigin(origin: string): boolean {
  const allowed = document.querySelector(`meta[name=${ALLOWED_ORIGINS_META}]`)?.getAttribute('content') ?? '';
  return allowed
    .split(' ')
    .some((entry) => entry === origin || (entry.endsWith(':*') && origin.replace(/:\d+$/, '') === entry.slice(0, -2)));
}

function connect(host: HTMLElement, port: MessagePort): void {
  let theme: IframeTheme | undefined;
  const post = (message: IframeMessage) => port.postMessage(message);
  const height = () => Math.ceil(host.getBoundingClientRect().height);

  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = hostMessage.safeParse(data).data;
    if (message?.type === 'options') applyOptions(host, message.options);
    if (message?.type === 'focus') firstFocusable(host)?.focus();
    if (message?.type !== 'theme') return;
    const isFirst = !theme;
    applyTheme(host, message.theme, theme);
    theme = message.theme;
    if (!isFirst) return;
    post({ type: 'ready', title: document.title, height: height() });
    new ResizeObserver(() => post({ type: 'resize', height: height() })).observe(host);
  };
  forwardEvents(post);

  addEventListener('focusin', (event) => {
    const [element] = event.composedPath();
    if (!(element instanceof Element)) return;
    const box = element.getBoundingClientRect();
    if (box.height < MAX_SCROLL_TARGET_PX)
      post({ type: 'scroll-to', top: Math.max(0, box.top), height: box.height, block: 'nearest' });
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) post({ type: 'close' });
  });
}

function forwardEvents(post: (message: IframeMessage) => void): void {
  const forward = (event: unknown) => {
    const parsed = iframeEvent.safeParse(event);
    if (parsed.success) post({ type: 'event', event: parsed.data });
  };
  for (const name of HOST_EVENTS) {
    document.addEventListener(name, (event) => {
      if (event instanceof CustomEvent) forward({ event: name, ...event.detail });
      if (name === 'shopper:step') post({ type: 'scroll-to', top: 0, height: 1, block: 'start' });
    });
  }
  const queued: unknown = Reflect.get(window, EVENT_QUEUE);
  if (Array.isArray(queued)) queued.forEach(forward);
}

/** Adopts the host page's theme. Sets only the values of individual properties, never style sheet text. */
function applyTheme(host: HTMLElement, theme: IframeTheme, previous: IframeTheme | undefined): void {
  const root = document.documentElement;
  root.style.colorScheme = theme.colorScheme;
  root.style.fontSize = `${theme.rootFontSize}px`;
  root.dir = theme.direction;
  host.style.fontFamily = theme.fontFamily;
  host.style.fontSize = `${theme.fontSize}px`;
  for (const { name } of previous?.tokens ?? []) host.style.removeProperty(name);
  for (const { name, value } of theme.tokens) host.style.setProperty(name, value);
}

/** Sets the options as attributes of the element, which observes those attributes. */
function applyOptions(host: Element, { locale, postalCode, commodity, annualUsage, phone }: IframeOptions): void {
  const attributes = { locale, 'postal-code': postalCode, commodity, 'annual-usage': annualUsage, phone };
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) host.removeAttribute(name);
    else if (host.getAttribute(name) !== value) host.setAttribute(name, value);
  }
}

const firstFocusable = (host: HTMLElement): HTMLElement | null | undefined =>
  host.shadowRoot?.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea, button, a[href]');
