import {
  type FrameCall,
  type FrameEvent,
  type FrameOptions,
  type FrameTheme,
  type FromFrame,
  frameCall,
  frameEvent,
  toFrame,
} from '../../wire/frame.ts';
import { applyTheme } from './apply-theme.ts';
import { isListed } from './listed-origins.ts';

/** Where the widget's events wait until somebody can be told: our page names this array in `events`. */
const waiting = 'shopperEvents';
const eventNames: readonly FrameEvent['event'][] = [
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
export function speakWithPage(host: HTMLElement): void {
  const { parent } = window;
  if (parent === window) return;
  const onMessage = (event: MessageEvent<unknown>) => {
    const [port] = event.ports;
    if (event.source !== parent || !port || !isListed(event.origin)) return;
    if (frameCall.safeParse(event.data).data?.is !== 'channel') return;
    removeEventListener('message', onMessage);
    speak(host, port);
  };
  addEventListener('message', onMessage);
  // Anybody may hear that: who listens is not known before they answer.
  const call: FrameCall = { type: 'shopper:frame', is: 'listening' };
  parent.postMessage(call, '*');
}

function speak(host: HTMLElement, port: MessagePort): void {
  let theme: FrameTheme | undefined;
  const say = (message: FromFrame) => port.postMessage(message);
  const height = () => Math.ceil(host.getBoundingClientRect().height);

  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = toFrame.safeParse(data).data;
    if (message?.say === 'options') follow(host, message.options);
    if (message?.say === 'focus') firstField(host)?.focus();
    if (message?.say !== 'theme') return;
    const isFirst = !theme;
    applyTheme(host, message.theme, theme);
    theme = message.theme;
    if (!isFirst) return;
    say({ say: 'up', name: document.title, height: height() });
    new ResizeObserver(() => say({ say: 'height', height: height() })).observe(host);
  };

  const tell = (event: unknown) => {
    const known = frameEvent.safeParse(event);
    if (known.success) say({ say: 'event', event: known.data });
  };
  for (const name of eventNames) {
    document.addEventListener(name, (event) => {
      if (event instanceof CustomEvent) tell({ event: name, ...event.detail });
      if (name === 'shopper:step') say({ say: 'see', top: 0, height: 1, to: 'start' });
    });
  }
  const before: unknown = Reflect.get(window, waiting);
  if (Array.isArray(before)) before.forEach(tell);

  addEventListener('focusin', (event) => {
    const [element] = event.composedPath();
    if (!(element instanceof Element)) return;
    const box = element.getBoundingClientRect();
    // A whole step that has the focus is not to be seen at once.
    if (box.height < 200) say({ say: 'see', top: Math.max(0, box.top), height: box.height, to: 'nearest' });
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) say({ say: 'leave' });
  });
}

/** As attributes, which the element follows. */
function follow(host: Element, { locale, postalCode, commodity, annualUsage, phone }: FrameOptions): void {
  const attributes = { locale, 'postal-code': postalCode, commodity, 'annual-usage': annualUsage, phone };
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) host.removeAttribute(name);
    else if (host.getAttribute(name) !== value) host.setAttribute(name, value);
  }
}

const firstField = (host: HTMLElement) =>
  host.shadowRoot?.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea, button, a[href]');
