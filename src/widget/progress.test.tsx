import { afterEach, beforeEach, expect, test } from 'vitest';
import { answer, createFakeBff, refuse, session } from './fake-bff.ts';
import { enter, type Stage } from './rates/stage.ts';
import { eventually } from './walk.ts';

let stage: Stage;
beforeEach(() => sessionStorage.clear());
afterEach(() => stage.leave());

test.each([
  [350, 'Lonestar Energy Advisors'],
  [350, 'The Invented Lonestar and Lantern Energy Advisors of North Texas'],
  [1100, 'Lonestar Energy Advisors'],
])('nothing moves when the site’s name arrives, %i px wide: %s', async (width, name) => {
  const bff = createFakeBff();
  const open = Promise.withResolvers<Response>();
  bff.once('POST /v1/sessions', () => open.promise);
  stage = enter(bff, { width });
  await eventually(() => expect(stage.all('form')).toHaveLength(1));
  const top = () => stage.all('form')[0]?.getBoundingClientRect().top;
  const before = top();
  open.resolve(answer(session({ name }), 201));
  await eventually(() => expect(stage.all('.site')[0]?.textContent).toContain(name));
  expect(top()).toBe(before);
});

test('a session that cannot be opened again still gives the telephone this tab knew', async () => {
  const bff = createFakeBff();
  const over = { ...session(), expiresAt: '2026-01-01T00:00:00Z' };
  sessionStorage.setItem('shopper:pk_test_fake:session', JSON.stringify(over));
  bff.once('POST /v1/sessions', () => refuse('upstream_unavailable', 503));
  stage = enter(bff);
  await eventually(() => expect(stage.all('[role=alert]')[0]?.textContent).toContain('(214) 555-0142'));
});
