import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromFrame } from '../../wire/frame.ts';
import { type FrameLink, linkFrame } from './frame-link.ts';

const ours = 'https://shop.example';
const listening = { type: 'shopper:frame', is: 'listening' };

let frame: HTMLIFrameElement;
let link: FrameLink;
let heard: FromFrame[] = [];
const onHere = vi.fn();
const onChannel = vi.fn();
const channels: MessagePort[] = [];
beforeEach(() => {
  frame = document.createElement('iframe');
  document.body.append(frame);
  const { contentWindow } = frame;
  if (!contentWindow) throw new Error('no frame');
  vi.spyOn(contentWindow, 'postMessage').mockImplementation((_data: unknown, _origin: unknown, ports?: unknown) => {
    if (Array.isArray(ports)) channels.push(...ports.filter((port) => port instanceof MessagePort));
  });
  link = linkFrame({ frame, origin: ours, onHere, onChannel, hear: (message) => heard.push(message) });
});
afterEach(() => {
  link.close();
  frame.remove();
  for (const port of channels.splice(0)) port.close();
  heard = [];
  vi.clearAllMocks();
});

interface Said {
  readonly origin?: string;
  readonly source?: Window | null;
  readonly data?: unknown;
}
const say = ({ origin = ours, source = frame.contentWindow, data = listening }: Said = {}) =>
  window.dispatchEvent(new MessageEvent('message', { origin, source, data }));

test('our page in the frame gets one end of a channel, at our own origin', () => {
  say({ data: { type: 'shopper:frame', is: 'here' } });
  expect(onHere).toHaveBeenCalledOnce();
  say();
  expect(onChannel).toHaveBeenCalledOnce();
  const [data, origin] = vi.mocked(frame.contentWindow?.postMessage ?? vi.fn()).mock.lastCall ?? [];
  expect([data, origin]).toEqual([{ type: 'shopper:frame', is: 'channel' }, ours]);
  expect(channels).toHaveLength(1);
});

test.each<[string, Said]>([
  ['from another window', { source: window }],
  ['from no window', { source: null }],
  ['from another origin in the frame', { origin: 'https://evil.example' }],
  ['from an origin that begins like ours', { origin: `${ours}.evil.example` }],
  ['of another kind', { data: { type: 'shopper:frame', is: 'channel' } }],
  ['of another type', { data: { type: 'frame', is: 'listening' } }],
  ['with more in it', { data: { ...listening, api: 'https://evil.example' } }],
  ['that is no message of ours', { data: ['listening'] }],
])('a message %s gets none', (_, forged) => {
  say(forged);
  expect(onChannel).not.toHaveBeenCalled();
  expect(channels).toEqual([]);
});

test.each<[string, unknown]>([
  ['an event of another name', { say: 'event', event: { event: 'click' } }],
  [
    'an event with more in it',
    { say: 'event', event: { event: 'shopper:error', code: 'x', email: 'dana@example.com' } },
  ],
  ['an event that lacks something', { say: 'event', event: { event: 'shopper:signed', contractId: 'c_1' } }],
  ['a height that is none', { say: 'height', height: Number.NaN }],
  ['a height beyond all bounds', { say: 'height', height: 1e9 }],
  ['an address to go to', { say: 'go', url: 'https://evil.example' }],
])('%s from the frame is not heard', async (_, message) => {
  say();
  const [port] = channels;
  port?.postMessage(message);
  port?.postMessage({ say: 'height', height: 480 });
  await expect.poll(() => heard).toEqual([{ say: 'height', height: 480 }]);
});

test('a frame that loads anew gets another channel, and the one before ends', async () => {
  say();
  say();
  const [before, now] = channels;
  before?.postMessage({ say: 'leave' });
  now?.postMessage({ say: 'height', height: 480 });
  await expect.poll(() => heard).toEqual([{ say: 'height', height: 480 }]);
});

test('after its end nothing is heard or said', async () => {
  say();
  link.close();
  say();
  link.say({ say: 'focus' });
  expect(channels).toHaveLength(1);
  expect(onChannel).toHaveBeenCalledOnce();
});
