import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, problemResponse } from '../../../test/support/fake-bff.ts';
import { agree, expectAlert, goToReview, mockWindowOpen } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  widget = renderWidget(bff);
  mockWindowOpen();
});
afterEach(() => {
  widget.unmount();
  vi.restoreAllMocks();
});

test('explains that contracts cannot be created, and shows the broker’s phone number', async () => {
  bff.respondOnce('POST /v1/contracts', () => problemResponse('upstream_unavailable', 503));
  await goToReview();
  await agree();
  await expectAlert(/can’t create contracts right now.*Your entries stay on this page.*\(214\) 555-0142/);
  expect(await a11yViolations(widget.host)).toEqual([]);
});

test('removes the offline error once the device is online again', async () => {
  await goToReview();
  bff.respondOnce('POST /v1/contracts', () => Promise.reject(new TypeError('no route')));
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  await agree();
  await expectAlert(/You’re offline/);
  window.dispatchEvent(new Event('online'));
  await vi.waitFor(() =>
    expect(
      widget
        .queryAll('[role=alert]')
        .map((alert) => alert.textContent)
        .join(),
    ).toBe(''),
  );
});

test('explains that the supplier’s system is not responding and that a retry is safe, and shows the phone number', async () => {
  bff.respondOnce('POST /v1/contracts', () => problemResponse('contract_outcome_unknown', 503));
  await goToReview();
  await agree();
  await expectAlert(/supplier’s system isn’t responding.*won’t get a duplicate.*\(214\) 555-0142/);
});
