import {
  hostMessage,
  type IframeEvent,
  type IframeHandshake,
  type IframeMessage,
  type IframeOptions,
  type IframeTheme,
  iframeEvent,
  iframeHandshake,
} from '../../../wire/iframe.ts';
import { isAllowedOrigin } from './allowed-origins.ts';
import { applyTheme } from './apply-theme.ts';

/** Where the widget's events wait until somebody can be told: our page names this array in `events`. */
const EVENT_QUEUE = 'shopperEvents';
const EVENT_NAMES: readonly IframeEvent['event'][] = [
  'shopper:ready',
  'shopper:step',
  'shopper:offer-selected',
  'shopper:contract-created',
  'shopper:signed',
  'shopper:status',
  'shopper:error',
];

/**
 * Speaks for the shop in `host` with the page around our own: takes its channel, follows its look and its options, and tells it what
 * happens here. The page is the window around us and one of those that the server has listed; its channel is taken once.
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
  // Anybody may hear that: who listens is not known before they answer.
  const handshake: IframeHandshake = { source: 'shopper:iframe', type: 'ready' };
  parent.postMessage(handshake, '*');
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

  const forward = (event: unknown) => {
    const parsed = iframeEvent.safeParse(event);
    if (parsed.success) post({ type: 'event', event: parsed.data });
  };
  for (const name of EVENT_NAMES) {
    document.addEventListener(name, (event) => {
      if (event instanceof CustomEvent) forward({ event: name, ...event.detail });
      if (name === 'shopper:step') post({ type: 'scroll-to', top: 0, height: 1, block: 'start' });
    });
  }
  const queued: unknown = Reflect.get(window, EVENT_QUEUE);
  if (Array.isArray(queued)) queued.forEach(forward);

  addEventListener('focusin', (event) => {
    const [element] = event.composedPath();
    if (!(element instanceof Element)) return;
    const box = element.getBoundingClientRect();
    // A whole step that has the focus is not to be seen at once.
    if (box.height < 200) post({ type: 'scroll-to', top: Math.max(0, box.top), height: box.height, block: 'nearest' });
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) post({ type: 'close' });
  });
}

/** As attributes, which the element follows. */
function applyOptions(host: Element, { locale, postalCode, commodity, annualUsage, phone }: IframeOptions): void {
  const attributes = { locale, 'postal-code': postalCode, commodity, 'annual-usage': annualUsage, phone };
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) host.removeAttribute(name);
    else if (host.getAttribute(name) !== value) host.setAttribute(name, value);
  }
}

const firstFocusable = (host: HTMLElement) =>
  host.shadowRoot?.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea, button, a[href]');
