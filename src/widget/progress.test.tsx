import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeBff, jsonResponse, problemResponse, session } from '../../test/support/fake-bff.ts';
import { waitFor } from '../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../test/support/render-widget.ts';

let widget: RenderedWidget;
beforeEach(() => sessionStorage.clear());
afterEach(() => widget.unmount());

test.each([
  [350, 'Lonestar Energy Advisors'],
  [350, 'The Invented Lonestar and Lantern Energy Advisors of North Texas'],
  [1100, 'Lonestar Energy Advisors'],
])("the layout does not shift when the site's name loads, at %i pixels: %s", async (width, name) => {
  const bff = createFakeBff();
  const sessionResponse = Promise.withResolvers<Response>();
  bff.respondOnce('POST /v1/sessions', () => sessionResponse.promise);
  widget = renderWidget(bff, { width });
  await waitFor(() => expect(widget.queryAll('form')).toHaveLength(1));
  const top = () => widget.queryAll('form')[0]?.getBoundingClientRect().top;
  const before = top();
  sessionResponse.resolve(jsonResponse(session({ name }), 201));
  await waitFor(() => expect(widget.queryAll('.site-name')[0]?.textContent).toContain(name));
  expect(top()).toBe(before);
});

test('shows the phone number from the stored session when the session cannot be renewed', async () => {
  const bff = createFakeBff();
  const expired = { ...session(), expiresAt: '2026-01-01T00:00:00Z' };
  sessionStorage.setItem('shopper:pk_test_fake:session', JSON.stringify(expired));
  bff.respondOnce('POST /v1/sessions', () => problemResponse('upstream_unavailable', 503));
  widget = renderWidget(bff);
  await waitFor(() => expect(widget.queryAll('[role=alert]')[0]?.textContent).toContain('(214) 555-0142'));
});
