import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeBff, problemResponse } from '../../test/support/fake-bff.ts';
import { button, expectAlert, field, heading } from '../../test/support/flow.ts';
import { renderWidget } from '../../test/support/render-widget.ts';
import { keepFocus } from './keep-focus.ts';

let cleanUp: () => void;
beforeEach(() => sessionStorage.clear());
afterEach(() => {
  vi.useRealTimers();
  cleanUp();
});

/** Waits longer than the delay after which `keepFocus` moves the focus. */
const waitForMove = () => vi.advanceTimersByTimeAsync(1_000);

/** Renders two buttons in a focusable group in a focusable section, and another button outside. */
function renderPage() {
  const container = document.createElement('div');
  container.innerHTML =
    '<section tabindex="-1"><div id="group" tabindex="-1"><p><button id="first"></button><button id="second"></button></p></div></section>';
  const outside = document.createElement('button');
  document.body.append(container, outside);
  cleanUp = () => {
    container.remove();
    outside.remove();
  };
  keepFocus(container);
  const find = (selector: string) => {
    const element = container.querySelector<HTMLElement>(selector);
    if (!element) throw new Error(`no ${selector}`);
    return element;
  };
  return { find, outside };
}

test('when the focused element is removed, the focus moves to the closest focusable ancestor', async () => {
  const { find } = renderPage();
  find('#first').focus();
  find('#first').remove();
  await vi.waitFor(() => expect(document.activeElement).toBe(find('#group')));
});

test('when the focused element and its group are removed, the focus moves to the closest remaining ancestor', async () => {
  const { find } = renderPage();
  find('#second').focus();
  find('#group').remove();
  await vi.waitFor(() => expect(document.activeElement).toBe(find('section')));
});

test('the focus stays on an element that receives it after the previously focused element is removed', async () => {
  const { find } = renderPage();
  vi.useFakeTimers();
  find('#first').focus();
  find('#first').remove();
  find('#second').focus();
  await waitForMove();
  expect(document.activeElement).toBe(find('#second'));
});

test('the focus does not return to the widget if the customer has moved it to an element outside', async () => {
  const { find, outside } = renderPage();
  vi.useFakeTimers();
  find('#first').focus();
  outside.focus();
  find('#first').remove();
  await waitForMove();
  expect(document.activeElement).toBe(outside);
});

test('the focus does not return to the widget if the customer has clicked outside', async () => {
  const { find } = renderPage();
  vi.useFakeTimers();
  find('#first').focus();
  find('#first').blur();
  // The customer clicks long before the element is removed.
  await Promise.resolve();
  find('#first').remove();
  await waitForMove();
  expect(document.activeElement).toBe(document.body);
});

test('the focus stays in the widget when the retry button is removed after a successful retry', async () => {
  const bff = createFakeBff();
  const { host, unmount } = renderWidget(bff);
  cleanUp = unmount;
  bff.respondOnce('POST /v1/offers', () => problemResponse('upstream_unavailable', 503));
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Annual usage/).fill('120,000 kWh');
  await button(/See rates/).click();
  await expectAlert(/Live rates are temporarily unavailable/);
  await button(/Try again/).click();
  await expect.element(heading(/9,432/)).toBeVisible();
  await vi.waitFor(() => expect(host.shadowRoot?.activeElement?.ariaLabel).toBe('Energy rates for your business'));
});
