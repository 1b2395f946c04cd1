import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { IframeMessage } from '../../../wire/iframe.ts';
import { connectIframe, type HostChannel } from './host-channel.ts';

const ours = 'https://shop.example';
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
  channel = connectIframe({ iframe, origin: ours, onHello, onConnect, onMessage: (message) => received.push(message) });
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
const send = ({ origin = ours, source = iframe.contentWindow, data = ready }: Sent = {}) =>
  window.dispatchEvent(new MessageEvent('message', { origin, source, data }));

test('our page in the frame gets one end of a channel, at our own origin', () => {
  send({ data: { source: 'shopper:iframe', type: 'hello' } });
  expect(onHello).toHaveBeenCalledOnce();
  send();
  expect(onConnect).toHaveBeenCalledOnce();
  const [data, origin] = vi.mocked(iframe.contentWindow?.postMessage ?? vi.fn()).mock.lastCall ?? [];
  expect([data, origin]).toEqual([{ source: 'shopper:iframe', type: 'connect' }, ours]);
  expect(channels).toHaveLength(1);
});

test.each<[string, Sent]>([
  ['from another window', { source: window }],
  ['from no window', { source: null }],
  ['from another origin in the frame', { origin: 'https://evil.example' }],
  ['from an origin that begins like ours', { origin: `${ours}.evil.example` }],
  ['of another kind', { data: { source: 'shopper:iframe', type: 'connect' } }],
  ['of another type', { data: { source: 'frame', type: 'ready' } }],
  ['with more in it', { data: { ...ready, api: 'https://evil.example' } }],
  ['that is no message of ours', { data: ['listening'] }],
])('a message %s gets none', (_, forged) => {
  send(forged);
  expect(onConnect).not.toHaveBeenCalled();
  expect(channels).toEqual([]);
});

test.each<[string, unknown]>([
  ['an event of another name', { type: 'event', event: { event: 'click' } }],
  [
    'an event with more in it',
    { type: 'event', event: { event: 'shopper:error', code: 'x', email: 'dana@example.com' } },
  ],
  ['an event that lacks something', { type: 'event', event: { event: 'shopper:signed', contractId: 'c_1' } }],
  ['a height that is none', { type: 'resize', height: Number.NaN }],
  ['a height beyond all bounds', { type: 'resize', height: 1e9 }],
  ['an address to go to', { type: 'go', url: 'https://evil.example' }],
])('%s from the frame is not heard', async (_, message) => {
  send();
  const [port] = channels;
  port?.postMessage(message);
  port?.postMessage({ type: 'resize', height: 480 });
  await expect.poll(() => received).toEqual([{ type: 'resize', height: 480 }]);
});

test('a frame that loads anew gets another channel, and the one before ends', async () => {
  send();
  send();
  const [before, now] = channels;
  before?.postMessage({ type: 'close' });
  now?.postMessage({ type: 'resize', height: 480 });
  await expect.poll(() => received).toEqual([{ type: 'resize', height: 480 }]);
});

test('after its end nothing is heard or said', async () => {
  send();
  channel.close();
  send();
  channel.post({ type: 'focus' });
  expect(channels).toHaveLength(1);
  expect(onConnect).toHaveBeenCalledOnce();
});
