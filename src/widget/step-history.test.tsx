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

let stages: RenderedWidget[] = [];
const start = () => {
  const stage = renderWidget(createFakeBff());
  stages.push(stage);
  return stage;
};

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState({ router: { page: 7 } }, '');
});
afterEach(() => {
  for (const stage of stages) stage.unmount();
  stages = [];
  vi.restoreAllMocks();
});

/** How deep the entry on show says one mount is; the mounts of one page are told apart by the order they came in. */
const depths = () => Object.values(history.state?.commercialShopper ?? {});
const depthIs = (...wanted: number[]) => waitFor(() => expect(depths()).toEqual(wanted));

test('Back leads from the review to the details to the rates, with everything typed still there', async () => {
  start();
  const before = location.href;
  await goToReview();
  await depthIs(2);
  history.back();
  await expect.element(field(/Full name/)).toHaveValue('Dana Example');
  history.back();
  await expect.element(field(/Used in a year/)).toHaveValue('120,000');
  await button(/Choose Bluebell/).click();
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
  expect(location.href).toBe(before);
});

test('the page’s own state stays at every step', async () => {
  start();
  await goToReview();
  await depthIs(2);
  expect(history.state).toMatchObject({ router: { page: 7 } });
  history.back();
  await depthIs(1);
  expect(history.state).toMatchObject({ router: { page: 7 } });
});

test('the button back takes its entry along, so that Back afterwards is not used up by it', async () => {
  start();
  await goToReview();
  await depthIs(2);
  await button(/Back to your details/).click();
  await depthIs(1);
  await expect.element(heading(/Which meters/)).toBeVisible();
  await button(/Back to rates/).click();
  await depthIs(0);
  await button(/Choose Bluebell/).click();
  await depthIs(1);
  await expect.element(heading(/Which meters/)).toBeVisible();
});

test('a contract leaves no steps to go back to', async () => {
  start();
  mockWindowOpen();
  await goToReview();
  await depthIs(2);
  await agree();
  await depthIs(0);
  await expect.element(heading(/ready to sign/)).toBeVisible();
});

test('states of the page itself move nothing', async () => {
  start();
  await goToRates();
  await button(/Choose Bluebell/).click();
  await depthIs(1);
  for (const state of [null, { router: { page: 8 } }, 'text']) dispatchEvent(new PopStateEvent('popstate', { state }));
  await expect.element(heading(/Which meters/)).toBeVisible();
});

test('two widgets on a page each go back by their own entries', async () => {
  const [first, second] = [start(), start()];
  const click = (stage: RenderedWidget, words: RegExp) =>
    waitFor(() => {
      const found = stage
        .queryAll('button')
        .find((one) => words.test(one.getAttribute('aria-label') ?? one.textContent ?? ''));
      expect(found).toBeDefined();
      found?.click();
    });
  const type = (stage: RenderedWidget, name: string, text: string) => {
    for (const input of stage.queryAll(`[name=${name}]`)) {
      if (input instanceof HTMLInputElement) input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  };
  for (const stage of [first, second]) {
    await waitFor(() => expect(stage.queryAll('[name=usage]')).toHaveLength(1));
    type(stage, 'postalCode', '75201');
    type(stage, 'usage', '120000');
    await click(stage, /Show rates/);
    await click(stage, /Choose Bluebell/);
    await waitFor(() => expect(stage.queryAll('form h2')[0]?.textContent).toMatch(/Which meters/));
    await waitFor(() => expect(depths()).toHaveLength(stages.indexOf(stage) + 1));
  }
  const atCustomer = (stage: RenderedWidget) => stage.queryAll('form h2').length > 0;
  await depthIs(1, 1);
  history.back();
  await depthIs(1, 0);
  await waitFor(() => expect([first, second].map(atCustomer)).toEqual([true, false]));
  history.back();
  await waitFor(() => expect([first, second].map(atCustomer)).toEqual([false, false]));
});

test('where the browser allows no history the steps work as ever', async () => {
  vi.spyOn(history, 'pushState').mockImplementation(() => {
    throw new DOMException('no', 'SecurityError');
  });
  start();
  await goToReview();
  await button(/Back to your details/).click();
  await expect.element(heading(/Which meters/)).toBeVisible();
  await expect.element(page.getByLabelText(/Full name/)).toHaveValue('Dana Example');
});

test('a page that keeps a text as its state is left alone', async () => {
  history.replaceState('mine', '');
  start();
  await goToRates();
  await button(/Choose Bluebell/).click();
  await expect.element(heading(/Which meters/)).toBeVisible();
  expect(history.state).toBe('mine');
});
