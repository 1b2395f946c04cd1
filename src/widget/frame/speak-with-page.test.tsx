import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FrameTheme } from '../../wire/frame.ts';
import { speakWithPage } from './speak-with-page.ts';

// The tests' own page stands around this one: it is the parent here.
const around = 'https://www.lonestar.example';
const channel = { type: 'shopper:frame', is: 'channel' };
const theme: FrameTheme = {
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
  meta.content = `${around} http://localhost:*`;
  host = document.createElement('div');
  document.head.append(meta);
  document.body.append(host);
  speakWithPage(host);
});
afterEach(() => {
  for (const { port1, port2 } of ends) for (const port of [port1, port2]) port.close();
  ends = [];
  document.querySelector('meta[name=shopper-origins]')?.remove();
  host.remove();
  document.documentElement.removeAttribute('style');
  vi.restoreAllMocks();
});

interface Said {
  readonly origin?: string;
  readonly source?: Window | null;
  readonly data?: unknown;
}

/** Hands a channel over, as if from a page around; gives back what comes out of its other end. */
const handOver = ({ origin = around, source = window.parent, data = channel }: Said = {}) => {
  const made = new MessageChannel();
  ends.push(made);
  const heard: unknown[] = [];
  made.port1.onmessage = (event) => heard.push(event.data);
  window.dispatchEvent(new MessageEvent('message', { origin, source, data, ports: [made.port2] }));
  made.port1.postMessage({ say: 'theme', theme });
  return { heard, say: (message: unknown) => made.port1.postMessage(message) };
};
const up = expect.objectContaining({ say: 'up' });

test('it says that it is listening, with nothing in it that anybody may not read', () => {
  expect(window.parent.postMessage).toHaveBeenCalledWith({ type: 'shopper:frame', is: 'listening' }, '*');
});

test.each<[string, Said]>([
  ['from another window', { source: window }],
  ['from no window', { source: null }],
  ['from an origin that is not listed', { origin: 'https://evil.example' }],
  ['from an origin that begins like a listed one', { origin: `${around}.evil.example` }],
  ['from a host that begins like one of any port', { origin: 'http://localhost.evil.example:80' }],
  ['of another kind', { data: { type: 'shopper:frame', is: 'listening' } }],
  ['with more in it', { data: { ...channel, site: 'pk_test_harbor' } }],
  ['that is no message of ours', { data: 'channel' }],
])('a channel %s is not taken', async (_, forged) => {
  const { heard } = handOver(forged);
  // The one that is as it should be comes after it, and is.
  const { heard: right } = handOver();
  await expect.poll(() => right).toContainEqual(up);
  expect(heard).toEqual([]);
});

test('any port of a listed loopback host may be around it', async () => {
  const { heard } = handOver({ origin: 'http://localhost:5173' });
  await expect.poll(() => heard).toContainEqual(up);
});

test('a second channel is not taken', async () => {
  const first = handOver();
  const second = handOver();
  first.say({ say: 'options', options: { postalCode: '75201' } });
  await expect.poll(() => host.getAttribute('postal-code')).toBe('75201');
  expect(second.heard).toEqual([]);
});

test.each<[string, unknown]>([
  ['options that there are not', { say: 'options', options: { site: 'pk_test_harbor' } }],
  ['an option that is no text', { say: 'options', options: { locale: { toString: 'es' } } }],
  ['an option beyond all bounds', { say: 'options', options: { phone: '5'.repeat(201) } }],
  ['a value that fetches', { say: 'theme', theme: withToken('--shopper-surface', 'url(https://evil.example/x)') }],
  ['a value that ends its rule', { say: 'theme', theme: withToken('--shopper-text', 'red; } * { color: red') }],
  ['a property that is not ours', { say: 'theme', theme: withToken('display', 'none') }],
  ['letters of no size', { say: 'theme', theme: { ...theme, fontSize: 0 } }],
  ['a style sheet', { say: 'css', css: '* { display: none }' }],
  ['nothing', null],
])('%s from the page around change nothing', async (_, message) => {
  const { heard, say } = handOver();
  await expect.poll(() => heard).toContainEqual(up);
  const before = host.outerHTML;
  say(message);
  say({ say: 'options', options: { locale: 'en-GB' } });
  await expect.poll(() => host.getAttribute('locale')).toBe('en-GB');
  host.removeAttribute('locale');
  expect(host.outerHTML).toBe(before);
});

test('an option that is not set any more goes, and so does a property', async () => {
  const { heard, say } = handOver();
  await expect.poll(() => heard).toContainEqual(up);
  say({ say: 'options', options: { postalCode: '75201', phone: '(214) 555-0142' } });
  await expect.poll(() => host.getAttribute('phone')).toBe('(214) 555-0142');
  expect(host.style.getPropertyValue('--shopper-accent')).toBe('#7a1fa2');
  say({ say: 'options', options: { postalCode: '75201' } });
  say({ say: 'theme', theme: { ...theme, tokens: [] } });
  await expect.poll(() => host.style.getPropertyValue('--shopper-accent')).toBe('');
  expect([host.getAttribute('postal-code'), host.getAttribute('phone')]).toEqual(['75201', null]);
});

test('what happened before there was a channel is told when there is one, and nothing that is no event of ours', async () => {
  Reflect.set(window, 'shopperEvents', [
    { event: 'shopper:ready', environment: 'test' },
    { event: 'shopper:step', step: 'customer', legalName: 'Invented Bakery LLC' },
    { event: 'shopper:typed', value: '12-3456789' },
  ]);
  const { heard } = handOver();
  await expect.poll(() => heard).toContainEqual(up);
  const detail = { contractId: 'c_1', reference: '7F3K-22QD' };
  document.dispatchEvent(new CustomEvent('shopper:signed', { detail }));
  document.dispatchEvent(new CustomEvent('shopper:signed', { detail: { ...detail, name: 'Dana Example' } }));
  const told = () => heard.filter((message) => JSON.stringify(message).includes('"event"'));
  await expect.poll(told).toHaveLength(2);
  expect(told()).toEqual([
    { say: 'event', event: { event: 'shopper:ready', environment: 'test' } },
    { say: 'event', event: { event: 'shopper:signed', ...detail } },
  ]);
  Reflect.deleteProperty(window, 'shopperEvents');
});

function withToken(name: string, value: string): FrameTheme {
  return { ...theme, tokens: [{ name, value }] };
}
