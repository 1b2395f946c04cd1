import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeBff } from '../../../test/support/fake-bff.ts';
import { button, field, goToCustomer, openDocuments } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  widget = renderWidget(createFakeBff());
});
afterEach(() => widget.unmount());

const LIVE = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]';
/** The notes of fields that a screen reader would announce whenever they change, with the hints that they contain. */
const announcedNotes = () =>
  widget
    .queryAll('.field-note')
    .filter((note) => note.closest(LIVE))
    .map(({ textContent }) => textContent);
const announcedHints = () =>
  widget
    .queryAll('.field-note > span:not([role], [aria-live])')
    .filter((hint) => hint.closest(LIVE))
    .map(({ textContent }) => textContent);

test('screen readers do not announce the hints of fields on their own', async () => {
  await expect.element(field(/Annual usage/)).toHaveAccessibleDescription('Total from your last 12 bills');
  expect([announcedNotes(), announcedHints()]).toEqual([[], []]);
  await goToCustomer();
  await openDocuments();
  await expect.element(field(/Recent utility bill/)).toHaveAccessibleDescription(/./);
  await button(/Continue to review/).click();
  await expect.element(field(/Legal business name/)).toHaveAttribute('aria-invalid');
  expect([announcedNotes(), announcedHints()]).toEqual([[], []]);
});
