import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { IframeTheme } from '../../../wire/iframe.ts';
import { startEmbedBridge } from './embed-bridge.ts';

// The tests' own page stands around this one: it is the parent here.
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
let ends: MessageChannel[] = [];
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
  for (const { port1, port2 } of ends) for (const port of [port1, port2]) port.close();
  ends = [];
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

/** Hands a channel over, as if from a page around; gives back what comes out of its other end. */
const handOver = ({ origin = hostOrigin, source = window.parent, data = channel }: Sent = {}) => {
  const messageChannel = new MessageChannel();
  ends.push(messageChannel);
  const received: unknown[] = [];
  messageChannel.port1.onmessage = (event) => received.push(event.data);
  window.dispatchEvent(new MessageEvent('message', { origin, source, data, ports: [messageChannel.port2] }));
  messageChannel.port1.postMessage({ type: 'theme', theme });
  return { received, send: (message: unknown) => messageChannel.port1.postMessage(message) };
};
const ready = expect.objectContaining({ type: 'ready' });

test('it says that it is listening, with nothing in it that anybody may not read', () => {
  expect(window.parent.postMessage).toHaveBeenCalledWith({ source: 'shopper:iframe', type: 'ready' }, '*');
});

test.each<[string, Sent]>([
  ['from another window', { source: window }],
  ['from no window', { source: null }],
  ['from an origin that is not listed', { origin: 'https://evil.example' }],
  ['from an origin that begins like a listed one', { origin: `${hostOrigin}.evil.example` }],
  ['from a host that begins like one of any port', { origin: 'http://localhost.evil.example:80' }],
  ['of another kind', { data: { source: 'shopper:iframe', type: 'ready' } }],
  ['with more in it', { data: { ...channel, site: 'pk_test_harbor' } }],
  ['that is no message of ours', { data: 'channel' }],
])('a channel %s is not taken', async (_, forged) => {
  const { received } = handOver(forged);
  // The one that is as it should be comes after it, and is.
  const { received: right } = handOver();
  await expect.poll(() => right).toContainEqual(ready);
  expect(received).toEqual([]);
});

test('any port of a listed loopback host may be around it', async () => {
  const { received } = handOver({ origin: 'http://localhost:5173' });
  await expect.poll(() => received).toContainEqual(ready);
});

test('a second channel is not taken', async () => {
  const first = handOver();
  const second = handOver();
  first.send({ type: 'options', options: { postalCode: '75201' } });
  await expect.poll(() => host.getAttribute('postal-code')).toBe('75201');
  expect(second.received).toEqual([]);
});

test.each<[string, unknown]>([
  ['options that there are not', { type: 'options', options: { site: 'pk_test_harbor' } }],
  ['an option that is no text', { type: 'options', options: { locale: { toString: 'es' } } }],
  ['an option beyond all bounds', { type: 'options', options: { phone: '5'.repeat(201) } }],
  ['a value that fetches', { type: 'theme', theme: withToken('--shopper-surface', 'url(https://evil.example/x)') }],
  ['a value that ends its rule', { type: 'theme', theme: withToken('--shopper-text', 'red; } * { color: red') }],
  ['a property that is not ours', { type: 'theme', theme: withToken('display', 'none') }],
  ['letters of no size', { type: 'theme', theme: { ...theme, fontSize: 0 } }],
  ['a style sheet', { type: 'css', css: '* { display: none }' }],
  ['nothing', null],
])('%s from the page around change nothing', async (_, message) => {
  const { received, send } = handOver();
  await expect.poll(() => received).toContainEqual(ready);
  const before = host.outerHTML;
  send(message);
  send({ type: 'options', options: { locale: 'en-GB' } });
  await expect.poll(() => host.getAttribute('locale')).toBe('en-GB');
  host.removeAttribute('locale');
  expect(host.outerHTML).toBe(before);
});

test('an option that is not set any more goes, and so does a property', async () => {
  const { received, send } = handOver();
  await expect.poll(() => received).toContainEqual(ready);
  send({ type: 'options', options: { postalCode: '75201', phone: '(214) 555-0142' } });
  await expect.poll(() => host.getAttribute('phone')).toBe('(214) 555-0142');
  expect(host.style.getPropertyValue('--shopper-accent')).toBe('#7a1fa2');
  send({ type: 'options', options: { postalCode: '75201' } });
  send({ type: 'theme', theme: { ...theme, tokens: [] } });
  await expect.poll(() => host.style.getPropertyValue('--shopper-accent')).toBe('');
  expect([host.getAttribute('postal-code'), host.getAttribute('phone')]).toEqual(['75201', null]);
});

test('what happened before there was a channel is told when there is one, and nothing that is no event of ours', async () => {
  Reflect.set(window, 'shopperEvents', [
    { event: 'shopper:ready', environment: 'test' },
    { event: 'shopper:step', step: 'customer', legalName: 'Invented Bakery LLC' },
    { event: 'shopper:typed', value: '12-3456789' },
  ]);
  const { received } = handOver();
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
