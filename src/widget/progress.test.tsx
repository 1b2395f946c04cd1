import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeBff, jsonResponse, problemResponse, session } from '../../test/support/fake-bff.ts';
import { waitFor } from '../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../test/support/render-widget.ts';

let stage: RenderedWidget;
beforeEach(() => sessionStorage.clear());
afterEach(() => stage.unmount());

test.each([
  [350, 'Lonestar Energy Advisors'],
  [350, 'The Invented Lonestar and Lantern Energy Advisors of North Texas'],
  [1100, 'Lonestar Energy Advisors'],
])('nothing moves when the site’s name arrives, %i px wide: %s', async (width, name) => {
  const bff = createFakeBff();
  const open = Promise.withResolvers<Response>();
  bff.respondOnce('POST /v1/sessions', () => open.promise);
  stage = renderWidget(bff, { width });
  await waitFor(() => expect(stage.queryAll('form')).toHaveLength(1));
  const top = () => stage.queryAll('form')[0]?.getBoundingClientRect().top;
  const before = top();
  open.resolve(jsonResponse(session({ name }), 201));
  await waitFor(() => expect(stage.queryAll('.site-name')[0]?.textContent).toContain(name));
  expect(top()).toBe(before);
});

test('a session that cannot be opened again still gives the telephone this tab knew', async () => {
  const bff = createFakeBff();
  const over = { ...session(), expiresAt: '2026-01-01T00:00:00Z' };
  sessionStorage.setItem('shopper:pk_test_fake:session', JSON.stringify(over));
  bff.respondOnce('POST /v1/sessions', () => problemResponse('upstream_unavailable', 503));
  stage = renderWidget(bff);
  await waitFor(() => expect(stage.queryAll('[role=alert]')[0]?.textContent).toContain('(214) 555-0142'));
});
