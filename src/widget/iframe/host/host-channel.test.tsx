import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { IframeMessage } from '../../../wire/iframe.ts';
import { connectIframe, type HostChannel } from './host-channel.ts';

const widgetOrigin = 'https://shop.example';
const ready = { source: 'shopper:iframe', type: 'ready' };

let iframe: HTMLIFrameElement;
let channel: HostChannel;
let received: IframeMessage[] = [];
const onHello = vi.fn();
const onConnect = vi.fn();
const channels: MessagePort[] = [];
beforeEach(() => {
  iframe = document.createElement('iframe');
  document.body.append(iframe);
  const { contentWindow } = iframe;
  if (!contentWindow) throw new Error('no frame');
  vi.spyOn(contentWindow, 'postMessage').mockImplementation((_data: unknown, _origin: unknown, ports?: unknown) => {
    if (Array.isArray(ports)) channels.push(...ports.filter((port) => port instanceof MessagePort));
  });
  channel = connectIframe({
    iframe,
    origin: widgetOrigin,
    onHello,
    onConnect,
    onMessage: (message) => received.push(message),
  });
});
afterEach(() => {
  channel.close();
  iframe.remove();
  for (const port of channels.splice(0)) port.close();
  received = [];
  vi.clearAllMocks();
});

interface Sent {
  readonly origin?: string;
  readonly source?: Window | null;
  readonly data?: unknown;
}
const send = ({ origin = widgetOrigin, source = iframe.contentWindow, data = ready }: Sent = {}) =>
  window.dispatchEvent(new MessageEvent('message', { origin, source, data }));

test('the host page transfers one end of a channel to the iframe, and only to our origin', () => {
  send({ data: { source: 'shopper:iframe', type: 'hello' } });
  expect(onHello).toHaveBeenCalledOnce();
  send();
  expect(onConnect).toHaveBeenCalledOnce();
  const [data, origin] = vi.mocked(iframe.contentWindow?.postMessage ?? vi.fn()).mock.lastCall ?? [];
  expect([data, origin]).toEqual([{ source: 'shopper:iframe', type: 'connect' }, widgetOrigin]);
  expect(channels).toHaveLength(1);
});

test.each<[string, Sent]>([
  ['from another window', { source: window }],
  ['without a source window', { source: null }],
  ['from another origin in the iframe', { origin: 'https://evil.example' }],
  ['from an origin that has ours as its prefix', { origin: `${widgetOrigin}.evil.example` }],
  ['with another message type', { data: { source: 'shopper:iframe', type: 'connect' } }],
  ['from another source', { data: { source: 'frame', type: 'ready' } }],
  ['with additional properties', { data: { ...ready, api: 'https://evil.example' } }],
  ['with a message from another protocol', { data: ['listening'] }],
])('the host page creates no channel for a message %s', (_, forged) => {
  send(forged);
  expect(onConnect).not.toHaveBeenCalled();
  expect(channels).toEqual([]);
});

test.each<[string, unknown]>([
  ['an unknown event', { type: 'event', event: { event: 'click' } }],
  [
    'an event with additional properties',
    { type: 'event', event: { event: 'shopper:error', code: 'x', email: 'dana@example.com' } },
  ],
  ['an incomplete event', { type: 'event', event: { event: 'shopper:signed', contractId: 'c_1' } }],
  ['a height that is not a number', { type: 'resize', height: Number.NaN }],
  ['a height that is too large', { type: 'resize', height: 1e9 }],
  ['an unknown message type', { type: 'go', url: 'https://evil.example' }],
])('the host page ignores %s from the iframe', async (_, message) => {
  send();
  const [port] = channels;
  port?.postMessage(message);
  port?.postMessage({ type: 'resize', height: 480 });
  await expect.poll(() => received).toEqual([{ type: 'resize', height: 480 }]);
});

test('creates a new channel when the iframe reloads, and closes the previous one', async () => {
  send();
  send();
  const [first, second] = channels;
  first?.postMessage({ type: 'close' });
  second?.postMessage({ type: 'resize', height: 480 });
  await expect.poll(() => received).toEqual([{ type: 'resize', height: 480 }]);
});

test('a closed channel neither sends nor receives messages', async () => {
  send();
  channel.close();
  send();
  channel.post({ type: 'focus' });
  expect(channels).toHaveLength(1);
  expect(onConnect).toHaveBeenCalledOnce();
});
