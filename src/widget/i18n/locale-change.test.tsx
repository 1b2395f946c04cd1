import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { createFakeBff } from '../../../test/support/fake-bff.ts';
import { goToReview, waitFor } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import { lazyMessages } from './es/lazy.ts';

let widget: RenderedWidget;
beforeEach(() => sessionStorage.clear());
afterEach(() => {
  widget.unmount();
  vi.restoreAllMocks();
});

const language = () => widget.queryAll('.shopper')[0]?.lang;
const consent = () => page.getByRole('checkbox');

/** Delays the Spanish messages of the review until the returned function is called. */
function delayReviewMessages(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { review } = lazyMessages;
  vi.spyOn(lazyMessages, 'review').mockImplementation(async () => {
    await promise;
    return review();
  });
  return resolve;
}

test('changes the language only after all messages on the screen have loaded', async () => {
  const release = delayReviewMessages();
  widget = renderWidget(createFakeBff());
  await goToReview();
  widget.handle.update({ locale: 'es' });
  await waitFor(() => expect(lazyMessages.review).toHaveBeenCalled());
  expect(language()).toBe('en-US');
  await expect.element(page.getByText(/I am authorized to sign for/)).toBeVisible();

  release();
  await waitFor(() => expect(language()).toBe('es-US'));
  await expect.element(page.getByText(/Tengo autorización para firmar/)).toBeVisible();
  await consent().click();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await expect.element(consent()).toBeChecked();
});

test('changes the lang attribute and all messages in the same frame', async () => {
  widget = renderWidget(createFakeBff());
  await goToReview();
  const mixedTexts: string[] = [];
  const observer = new MutationObserver(() => {
    const text = widget.queryAll('.shopper')[0]?.textContent ?? '';
    const isSpanish = language() === 'es-US';
    // The consent text comes from the server. Until the new text has arrived, no consent text may be shown.
    const hasOtherConsent = text.includes(isSpanish ? 'I am authorized to sign for' : 'Tengo autorización');
    if (isSpanish !== text.includes('Revise su contrato') || hasOtherConsent)
      mixedTexts.push(`${language()}: ${text.slice(0, 80)}`);
  });
  const root = widget.host.shadowRoot;
  if (root) observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  widget.handle.update({ locale: 'es' });
  await expect.element(page.getByText(/Tengo autorización para firmar/)).toBeVisible();
  observer.disconnect();
  expect(mixedTexts).toEqual([]);
});

test('keeps the current language if messages of the new language fail to load', async () => {
  vi.spyOn(lazyMessages, 'review').mockRejectedValue(new Error('failed to load'));
  widget = renderWidget(createFakeBff());
  await goToReview();
  widget.handle.update({ locale: 'es' });
  await waitFor(() => expect(lazyMessages.review).toHaveBeenCalled());
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(language()).toBe('en-US');
  await expect.element(page.getByText(/I am authorized to sign for/)).toBeVisible();
});
