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

test('on a desk with DocuSign’s script it is the page itself', () => {
  expect(choose({ presentations: allPresentations, docusign })).toBe('focused');
});

test('without the script, or where the site does not allow it, it is a window', () => {
  expect(choose({ presentations: allPresentations })).toBe('popup');
  expect(choose({ presentations: ['popup', 'redirect'], docusign })).toBe('popup');
});

test('inside a shadow root of the host’s own, where DocuSign finds no place, it is a window', () => {
  const outer = document.createElement('div');
  const inner = outer.attachShadow({ mode: 'open' }).appendChild(document.createElement('div'));
  outer.style.width = '800px';
  document.body.append(outer);
  expect(choose({ presentations: allPresentations, docusign }, inner)).toBe('popup');
  outer.remove();
});

test('where the page leaves the widget only a narrow column, it is a window', () => {
  host.style.width = '400px';
  expect(choose({ presentations: allPresentations, docusign })).toBe('popup');
});

test('on a phone it is the same tab', () => {
  mockPhone();
  expect(choose({ presentations: allPresentations, docusign })).toBe('redirect');
});

test.each([
  ['Facebook', 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/21A [FBAN/FBIOS;FBAV/430.0]'],
  ['Instagram', 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/21A Instagram 300.0'],
  ['Line', 'Mozilla/5.0 (iPad) AppleWebKit/605.1.15 Safari Line/13.1.0'],
  ['an Android app’s', 'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Chrome/126'],
])('in %s own browser it is the same tab', (_, userAgent) => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(userAgent);
  expect(choose({ presentations: allPresentations, docusign })).toBe('redirect');
});

test('a desk’s own browser is none of those', () => {
  const agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36';
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(agent);
  expect(choose({ presentations: allPresentations, docusign })).toBe('focused');
});

test('a site that allows one way only gets that one', () => {
  expect(choose({ presentations: ['redirect'] })).toBe('redirect');
  mockPhone();
  expect(choose({ presentations: ['popup'] })).toBe('popup');
});
