import { a11yViolations } from './axe.ts';
import { dallasBakery, expect, requestRates, test, widgetIn } from './fixtures.ts';

test('on the hosted page of a site that requires a bot check, a customer sees rates after passing the check', async ({
  page,
}) => {
  const violations: string[] = [];
  await page.exposeFunction('violated', (text: string) => violations.push(text));
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', (event) =>
      Reflect.get(window, 'violated')(`${event.violatedDirective} ${event.blockedURI}`),
    ),
  );
  const sessions: number[] = [];
  page.on('response', (response) => {
    if (new URL(response.url()).pathname === '/v1/sessions') sessions.push(response.status());
  });
  await page.goto('/shop/caprock-energy');
  const checkbox = page.frameLocator('#bot-check iframe').getByRole('checkbox');
  await expect(checkbox).toBeVisible();
  expect(await a11yViolations(page)).toEqual([]);
  await checkbox.focus();
  await page.keyboard.press('Space');
  await requestRates(page, dallasBakery);
  await expect(
    widgetIn(page)
      .getByRole('button', { name: /^Select/ })
      .first(),
  ).toBeVisible();
  expect(sessions).toEqual([403, 201]);
  expect(violations).toEqual([]);
  // A reload requires no further bot check.
  await page.reload();
  await expect(widgetIn(page).getByLabel('ZIP code')).toHaveValue('75201');
  await expect(page.locator('#bot-check iframe')).toHaveCount(0);
});

test('the server creates no session for a forged bot check token', async ({ page, request, demoServer }) => {
  await page.goto('/shop/harbor-power');
  const response = await request.post('/v1/sessions', {
    headers: { Origin: demoServer.origin },
    data: { siteKey: 'pk_test_caprock', proof: 'invented' },
  });
  expect([response.status(), (await response.json()).code]).toEqual([403, 'bot_check_required']);
});
