import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { IframeTheme } from '../../../wire/iframe.ts';
import { startEmbedBridge } from './embed-bridge.ts';

// The parent window is the test runner's page.
const hostOrigin = 'https://www.lonestar.example';
const channel = { source: 'shopper:iframe', type: 'connect' };
const theme: IframeTheme = {
  tokens: [{ name: '--shopper-accent', value: '#7a1fa2' }],
  fontFamily: 'Georgia, serif',
  fontSize: 18,
  rootFontSize: 16,
  colorScheme: 'light',
  direction: 'ltr',
};

let host: HTMLElement;
let channels: MessageChannel[] = [];
beforeEach(() => {
  vi.spyOn(window.parent, 'postMessage').mockImplementation(() => {});
  const meta = document.createElement('meta');
  meta.name = 'shopper-origins';
  meta.content = `${hostOrigin} http://localhost:*`;
  host = document.createElement('div');
  document.head.append(meta);
  document.body.append(host);
  startEmbedBridge(host);
});
afterEach(() => {
  for (const { port1, port2 } of channels) for (const port of [port1, port2]) port.close();
  channels = [];
  document.querySelector('meta[name=shopper-origins]')?.remove();
  host.remove();
  document.documentElement.removeAttribute('style');
  vi.restoreAllMocks();
});

interface Sent {
  readonly origin?: string;
  readonly source?: Window | null;
  readonly data?: unknown;
}

/**
 * Transfers a channel as the host page does. Returns the messages that the host page receives, and a function that
 * sends messages.
 */
const transferChannel = ({ origin = hostOrigin, source = window.parent, data = channel }: Sent = {}) => {
  const messageChannel = new MessageChannel();
  channels.push(messageChannel);
  const received: unknown[] = [];
  messageChannel.port1.onmessage = (event) => received.push(event.data);
  window.dispatchEvent(new MessageEvent('message', { origin, source, data, ports: [messageChannel.port2] }));
  messageChannel.port1.postMessage({ type: 'theme', theme });
  return { received, send: (message: unknown) => messageChannel.port1.postMessage(message) };
};
const ready = expect.objectContaining({ type: 'ready' });

test('the ready message of the widget in the iframe may go to any origin, because it contains no private data', () => {
  expect(window.parent.postMessage).toHaveBeenCalledWith({ source: 'shopper:iframe', type: 'ready' }, '*');
});

test.each<[string, Sent]>([
  ['from another window', { source: window }],
  ['without a source window', { source: null }],
  ['from an origin that is not allowed', { origin: 'https://evil.example' }],
  ['from an origin that has an allowed origin as its prefix', { origin: `${hostOrigin}.evil.example` }],
  [
    'from an origin whose host only starts with a host that is allowed on any port',
    { origin: 'http://localhost.evil.example:80' },
  ],
  ['with another message type', { data: { source: 'shopper:iframe', type: 'ready' } }],
  ['with additional properties', { data: { ...channel, site: 'pk_test_harbor' } }],
  ['with a message from another protocol', { data: 'channel' }],
])('the widget in the iframe rejects a channel that is sent %s', async (_, forged) => {
  const { received } = transferChannel(forged);
  // A valid channel that arrives later is accepted.
  const { received: validChannel } = transferChannel();
  await expect.poll(() => validChannel).toContainEqual(ready);
  expect(received).toEqual([]);
});

test('accepts any port of an allowed localhost origin', async () => {
  const { received } = transferChannel({ origin: 'http://localhost:5173' });
  await expect.poll(() => received).toContainEqual(ready);
});

test('the widget in the iframe rejects a second channel', async () => {
  const first = transferChannel();
  const second = transferChannel();
  first.send({ type: 'options', options: { postalCode: '75201' } });
  await expect.poll(() => host.getAttribute('postal-code')).toBe('75201');
  expect(second.received).toEqual([]);
});

test.each<[string, unknown]>([
  ['an unknown option', { type: 'options', options: { site: 'pk_test_harbor' } }],
  ['an option that is not a string', { type: 'options', options: { locale: { toString: 'es' } } }],
  ['an option that is too long', { type: 'options', options: { phone: '5'.repeat(201) } }],
  [
    'a value that loads a resource',
    { type: 'theme', theme: withToken('--shopper-surface', 'url(https://evil.example/x)') },
  ],
  ['a value that closes its CSS rule', { type: 'theme', theme: withToken('--shopper-text', 'red; } * { color: red') }],
  ['a property that is not a theme token', { type: 'theme', theme: withToken('display', 'none') }],
  ['a font size of zero', { type: 'theme', theme: { ...theme, fontSize: 0 } }],
  ['a style sheet', { type: 'css', css: '* { display: none }' }],
  ['null', null],
])('the widget in the iframe ignores a message with %s', async (_, message) => {
  const { received, send } = transferChannel();
  await expect.poll(() => received).toContainEqual(ready);
  const previousHtml = host.outerHTML;
  send(message);
  send({ type: 'options', options: { locale: 'en-GB' } });
  await expect.poll(() => host.getAttribute('locale')).toBe('en-GB');
  host.removeAttribute('locale');
  expect(host.outerHTML).toBe(previousHtml);
});

test('removes attributes and custom properties that the host page no longer sets', async () => {
  const { received, send } = transferChannel();
  await expect.poll(() => received).toContainEqual(ready);
  send({ type: 'options', options: { postalCode: '75201', phone: '(214) 555-0142' } });
  await expect.poll(() => host.getAttribute('phone')).toBe('(214) 555-0142');
  expect(host.style.getPropertyValue('--shopper-accent')).toBe('#7a1fa2');
  send({ type: 'options', options: { postalCode: '75201' } });
  send({ type: 'theme', theme: { ...theme, tokens: [] } });
  await expect.poll(() => host.style.getPropertyValue('--shopper-accent')).toBe('');
  expect([host.getAttribute('postal-code'), host.getAttribute('phone')]).toEqual(['75201', null]);
});

test('forwards queued events when the host page connects, and ignores invalid events', async () => {
  Reflect.set(window, 'shopperEvents', [
    { event: 'shopper:ready', environment: 'test' },
    { event: 'shopper:step', step: 'customer', legalName: 'Invented Bakery LLC' },
    { event: 'shopper:typed', value: '12-3456789' },
  ]);
  const { received } = transferChannel();
  await expect.poll(() => received).toContainEqual(ready);
  const detail = { contractId: 'c_1', reference: '7F3K-22QD' };
  document.dispatchEvent(new CustomEvent('shopper:signed', { detail }));
  document.dispatchEvent(new CustomEvent('shopper:signed', { detail: { ...detail, name: 'Dana Example' } }));
  const reported = () => received.filter((message) => JSON.stringify(message).includes('"event"'));
  await expect.poll(reported).toHaveLength(2);
  expect(reported()).toEqual([
    { type: 'event', event: { event: 'shopper:ready', environment: 'test' } },
    { type: 'event', event: { event: 'shopper:signed', ...detail } },
  ]);
  Reflect.deleteProperty(window, 'shopperEvents');
});

function withToken(name: string, value: string): IframeTheme {
  return { ...theme, tokens: [{ name, value }] };
}
