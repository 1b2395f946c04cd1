import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchLeftovers } from './leftovers.ts';

const theirs = 'https://sign.example';
let added: HTMLElement[] = [];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  for (const element of added) element.remove();
  added = [];
});

const put = (element: HTMLElement, style: Partial<CSSStyleDeclaration> = {}, parent = document.body) => {
  Object.assign(element.style, {
    position: 'fixed',
    inset: '0',
    width: '100%',
    height: '100%',
    opacity: '0',
    ...style,
  });
  parent.append(element);
  added.push(element);
  return element;
};
const frame = (over: Partial<HTMLIFrameElement> = {}) => Object.assign(document.createElement('iframe'), over);
const stands = (...elements: HTMLElement[]) => elements.map(({ isConnected }) => isConnected);

test('a frame of theirs over the whole page goes, whether it says so or only shows their page', () => {
  const clear = watchLeftovers([theirs]);
  const named = put(frame({ title: 'DocuSign' }));
  const showing = put(frame({ src: `${theirs}/after` }));
  const wrapped = document.createElement('div');
  wrapped.append(frame({ id: 'docusign-modal' }));
  put(wrapped);
  const atTheRoot = put(frame({ title: 'DocuSign' }), {}, document.documentElement);
  clear();
  expect(stands(named, showing, wrapped, atTheRoot)).toEqual([false, false, false, false]);
});

test('what comes a moment after the end goes too, and nothing later', async () => {
  const clear = watchLeftovers([theirs]);
  clear();
  const soon = put(frame({ title: 'DocuSign' }));
  await Promise.resolve();
  expect(stands(soon)).toEqual([false]);
  await vi.advanceTimersByTimeAsync(3_000);
  const later = put(frame({ title: 'DocuSign' }));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stands(soon, later)).toEqual([false, true]);
});

test('what the host put there stays: before, of its own, or not over the page', () => {
  const before = put(frame({ title: 'DocuSign' }));
  const clear = watchLeftovers([theirs]);
  const menu = put(document.createElement('div'));
  const ownFrame = put(frame({ title: 'Chat' }));
  const small = put(frame({ title: 'DocuSign' }), { inset: 'auto', width: '20rem', height: '5rem' });
  const inText = put(frame({ title: 'DocuSign' }), { position: 'static' });
  clear();
  expect(stands(before, menu, ownFrame, small, inText)).toEqual([true, true, true, true, true]);
});
