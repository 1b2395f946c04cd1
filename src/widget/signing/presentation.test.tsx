import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeBff, session } from '../../../test/support/fake-bff.ts';
import type { Presentation, Site } from '../../wire/session.ts';
import { createWidgetContext } from '../widget-context.ts';
import { choosePresentation } from './presentation.ts';

const docusign = { bundle: 'https://js-d.docusign.com/bundle.js', integrationKey: 'invented-key' };
const host = document.createElement('div');
beforeEach(() => {
  sessionStorage.clear();
  host.style.width = '800px';
  document.body.append(host);
});
afterEach(() => {
  host.remove();
  vi.restoreAllMocks();
});

function choose(signing: Site['signing'], at: Element = host) {
  const options = { site: 'pk_test_fake', api: location.origin, fetch: createFakeBff().fetch };
  const context = createWidgetContext({ options, host: at, emit: () => true, adoptStyles: () => {} });
  return choosePresentation({ ...context, site: signal(session({ signing }).site) });
}
const allPresentations: Presentation[] = ['focused', 'popup', 'redirect'];
const mockPhone = () =>
  vi
    .spyOn(window, 'matchMedia')
    .mockImplementation((query) => ({ ...new EventTarget(), matches: true, media: query }) as MediaQueryList);

test('opens signing in the focused view on a desktop, if DocuSign’s script is configured', () => {
  expect(choose({ presentations: allPresentations, docusign })).toBe('focused');
});

test('opens signing in a window if DocuSign’s script is not configured or the site does not allow the focused view', () => {
  expect(choose({ presentations: allPresentations })).toBe('popup');
  expect(choose({ presentations: ['popup', 'redirect'], docusign })).toBe('popup');
});

test('opens signing in a window if the widget is in a shadow root, where DocuSign’s selector does not match', () => {
  const outer = document.createElement('div');
  const inner = outer.attachShadow({ mode: 'open' }).appendChild(document.createElement('div'));
  outer.style.width = '800px';
  document.body.append(outer);
  expect(choose({ presentations: allPresentations, docusign }, inner)).toBe('popup');
  outer.remove();
});

test('opens signing in a window if the widget is narrow', () => {
  host.style.width = '400px';
  expect(choose({ presentations: allPresentations, docusign })).toBe('popup');
});

test('opens signing in the same tab on a phone', () => {
  mockPhone();
  expect(choose({ presentations: allPresentations, docusign })).toBe('redirect');
});

test.each([
  ['Facebook', 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/21A [FBAN/FBIOS;FBAV/430.0]'],
  ['Instagram', 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/21A Instagram 300.0'],
  ['Line', 'Mozilla/5.0 (iPad) AppleWebKit/605.1.15 Safari Line/13.1.0'],
  ['an Android app', 'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Chrome/126'],
])('opens signing in the same tab in the in-app browser of %s', (_, userAgent) => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(userAgent);
  expect(choose({ presentations: allPresentations, docusign })).toBe('redirect');
});

test('does not treat a desktop browser as an in-app browser', () => {
  const agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36';
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(agent);
  expect(choose({ presentations: allPresentations, docusign })).toBe('focused');
});

test('opens signing in the only presentation that the site allows', () => {
  expect(choose({ presentations: ['redirect'] })).toBe('redirect');
  mockPhone();
  expect(choose({ presentations: ['popup'] })).toBe('popup');
});
