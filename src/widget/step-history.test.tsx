import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { createFakeBff } from '../../test/support/fake-bff.ts';
import {
  agree,
  button,
  field,
  goToRates,
  goToReview,
  heading,
  mockWindowOpen,
  waitFor,
} from '../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../test/support/render-widget.ts';

let widgets: RenderedWidget[] = [];
const start = () => {
  const widget = renderWidget(createFakeBff());
  widgets.push(widget);
  return widget;
};

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState({ router: { page: 7 } }, '');
});
afterEach(() => {
  for (const widget of widgets) widget.unmount();
  widgets = [];
  vi.restoreAllMocks();
});

/** Step depth of each mounted widget in the current history entry, in order of creation. */
const depths = () => Object.values(history.state?.commercialShopper ?? {});
const expectDepths = (...expected: number[]) => waitFor(() => expect(depths()).toEqual(expected));

test('the Back button leads from the review to the customer step and the rates, and keeps the input', async () => {
  start();
  const before = location.href;
  await goToReview();
  await expectDepths(2);
  history.back();
  await expect.element(field(/Full name/)).toHaveValue('Dana Example');
  history.back();
  await expect.element(field(/Annual usage/)).toHaveValue('120,000');
  await button(/Select Bluebell/).click();
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
  expect(location.href).toBe(before);
});

test('focuses the heading of each step, so that a screen reader announces it', async () => {
  const widget = start();
  const focused = () => widget.host.shadowRoot?.activeElement;
  await goToReview();
  await waitFor(() => expect([focused()?.localName, focused()?.textContent]).toEqual(['h2', 'Review your contract']));
  await button(/Edit details/).click();
  await waitFor(() => expect([focused()?.localName, focused()?.textContent]).toEqual(['h2', 'Service accounts ✓']));
  expect(page.getByRole('list', { name: 'Steps' }).elements()).toHaveLength(1);
});

test('preserves the host page’s history state at every step', async () => {
  start();
  await goToReview();
  await expectDepths(2);
  expect(history.state).toMatchObject({ router: { page: 7 } });
  history.back();
  await expectDepths(1);
  expect(history.state).toMatchObject({ router: { page: 7 } });
});

test("removes the history entry when the customer clicks the step's back button", async () => {
  start();
  await goToReview();
  await expectDepths(2);
  await button(/Edit details/).click();
  await expectDepths(1);
  await expect.element(heading(/Service accounts/)).toBeVisible();
  await button(/Back to rates/).click();
  await expectDepths(0);
  await button(/Select Bluebell/).click();
  await expectDepths(1);
  await expect.element(heading(/Service accounts/)).toBeVisible();
});

test('when a contract is created, the history entries of all steps are removed', async () => {
  start();
  mockWindowOpen();
  await goToReview();
  await expectDepths(2);
  await agree();
  await expectDepths(0);
  await expect.element(heading(/ready to sign/)).toBeVisible();
});

test('ignores history entries of the host page', async () => {
  start();
  await goToRates();
  await button(/Select Bluebell/).click();
  await expectDepths(1);
  for (const state of [null, { router: { page: 8 } }, 'text']) dispatchEvent(new PopStateEvent('popstate', { state }));
  await expect.element(heading(/Service accounts/)).toBeVisible();
});

test("keeps two widgets' history entries separate", async () => {
  const [first, second] = [start(), start()];
  const click = (widget: RenderedWidget, label: RegExp) =>
    waitFor(() => {
      const found = widget
        .queryAll('button')
        .find((one) => label.test(one.getAttribute('aria-label') ?? one.textContent ?? ''));
      expect(found).toBeDefined();
      found?.click();
    });
  const type = (widget: RenderedWidget, name: string, text: string) => {
    for (const input of widget.queryAll(`[name=${name}]`)) {
      if (input instanceof HTMLInputElement) input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  };
  for (const widget of [first, second]) {
    await waitFor(() => expect(widget.queryAll('[name=usage]')).toHaveLength(1));
    type(widget, 'postalCode', '75201');
    type(widget, 'usage', '120000');
    await click(widget, /See rates/);
    await click(widget, /Select Bluebell/);
    await waitFor(() => expect(widget.queryAll('form h2')[0]?.textContent).toMatch(/Service accounts/));
    await waitFor(() => expect(depths()).toHaveLength(widgets.indexOf(widget) + 1));
  }
  const isAtCustomerStep = (widget: RenderedWidget) => widget.queryAll('form h2').length > 0;
  await expectDepths(1, 1);
  history.back();
  await expectDepths(1, 0);
  await waitFor(() => expect([first, second].map(isAtCustomerStep)).toEqual([true, false]));
  history.back();
  await waitFor(() => expect([first, second].map(isAtCustomerStep)).toEqual([false, false]));
});

test('the steps work without access to the browser history', async () => {
  vi.spyOn(history, 'pushState').mockImplementation(() => {
    throw new DOMException('no', 'SecurityError');
  });
  start();
  await goToReview();
  await button(/Edit details/).click();
  await expect.element(heading(/Service accounts/)).toBeVisible();
  await expect.element(page.getByLabelText(/Full name/)).toHaveValue('Dana Example');
});

test('does not change a history state of the host page that is not an object', async () => {
  history.replaceState('mine', '');
  start();
  await goToRates();
  await button(/Select Bluebell/).click();
  await expect.element(heading(/Service accounts/)).toBeVisible();
  expect(history.state).toBe('mine');
});
