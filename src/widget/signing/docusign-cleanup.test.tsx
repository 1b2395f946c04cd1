import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchDocuSignOverlays } from './docusign.ts';

const docusignOrigin = 'https://sign.example';
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

const appendOverlay = (element: HTMLElement, style: Partial<CSSStyleDeclaration> = {}, parent = document.body) => {
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
const frame = (overrides: Partial<HTMLIFrameElement> = {}) =>
  Object.assign(document.createElement('iframe'), overrides);
const isAttached = (...elements: HTMLElement[]) => elements.map(({ isConnected }) => isConnected);

test('removes DocuSign iframes that cover the page, identified by title, ID or URL', () => {
  const removeOverlays = watchDocuSignOverlays([docusignOrigin]);
  const titledOverlay = appendOverlay(frame({ title: 'DocuSign' }));
  const pageOverlay = appendOverlay(frame({ src: `${docusignOrigin}/after` }));
  const wrapped = document.createElement('div');
  wrapped.append(frame({ id: 'docusign-modal' }));
  appendOverlay(wrapped);
  const rootOverlay = appendOverlay(frame({ title: 'DocuSign' }), {}, document.documentElement);
  removeOverlays();
  expect(isAttached(titledOverlay, pageOverlay, wrapped, rootOverlay)).toEqual([false, false, false, false]);
});

test('removes overlays that are added within the grace period, but not later', async () => {
  const removeOverlays = watchDocuSignOverlays([docusignOrigin]);
  removeOverlays();
  const lateOverlay = appendOverlay(frame({ title: 'DocuSign' }));
  await Promise.resolve();
  expect(isAttached(lateOverlay)).toEqual([false]);
  await vi.advanceTimersByTimeAsync(3_000);
  const later = appendOverlay(frame({ title: 'DocuSign' }));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(isAttached(lateOverlay, later)).toEqual([false, true]);
});

test('keeps elements of the host page, earlier iframes, and iframes that do not cover the page', () => {
  const before = appendOverlay(frame({ title: 'DocuSign' }));
  const removeOverlays = watchDocuSignOverlays([docusignOrigin]);
  const menu = appendOverlay(document.createElement('div'));
  const ownFrame = appendOverlay(frame({ title: 'Chat' }));
  const smallOverlay = appendOverlay(frame({ title: 'DocuSign' }), { inset: 'auto', width: '20rem', height: '5rem' });
  const inText = appendOverlay(frame({ title: 'DocuSign' }), { position: 'static' });
  removeOverlays();
  expect(isAttached(before, menu, ownFrame, smallOverlay, inText)).toEqual([true, true, true, true, true]);
});
