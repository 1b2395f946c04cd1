import {
  agree,
  chicagoLaundry,
  chooseFirstOffer,
  dallasBakery,
  docuSignFrame,
  expect,
  fillDetails,
  goToSigning,
  requestRates,
  signAt,
  test,
  widgetIn,
} from './fixtures.ts';

test('a bakery can buy electricity, from the first step to the accepted contract, without a reload', async ({
  page,
  upstream,
}) => {
  await page.goto('/');
  let loads = 0;
  page.on('load', () => loads++);

  await requestRates(page, dallasBakery);
  await expect(
    widgetIn(page).getByRole('heading', { name: /You could save about \$|would cost about \$/ }),
  ).toBeVisible();
  await chooseFirstOffer(page);
  await fillDetails(page, dallasBakery);
  await agree(page);
  await signAt(docuSignFrame(page));

  await expect(widgetIn(page).getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  expect(loads).toBe(0);
  expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a laundry can buy gas and sign in the same tab, which then returns to the page', async ({ page, upstream }) => {
    await page.goto('/');
    await goToSigning(page, chicagoLaundry);
    await signAt(page);
    await expect(widgetIn(page).getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
    expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
  });
});

test('a customer can buy on a page whose origin differs from the script’s', async ({ page, baseURL, upstream }) => {
  await page.goto((baseURL ?? '').replace('localhost', '127.0.0.1'));
  await goToSigning(page, dallasBakery);
  await signAt(docuSignFrame(page));
  await expect(widgetIn(page).getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  expect(await upstream.contracts()).toHaveLength(1);
});

test('the widget shows an alert and requires consent again if the rate changes before the contract is created', async ({
  page,
  upstream,
}) => {
  await upstream.set({ rate: 'changed' });
  await page.goto('/');
  await goToSigning(page, dallasBakery);
  await expect(widgetIn(page).getByRole('alert')).toContainText(/supplier changed this rate/);
  expect(await upstream.contracts()).toEqual([]);

  await agree(page);
  await signAt(docuSignFrame(page));
  await expect(widgetIn(page).getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  expect(await upstream.contracts()).toHaveLength(1);
});

test('the widget shows a declined contract with the signer’s reason, and lets the customer select another offer', async ({
  page,
  upstream,
}) => {
  await page.goto('/');
  await goToSigning(page, dallasBakery);
  const ceremony = docuSignFrame(page);
  await ceremony.getByText('Decline', { exact: true }).click();
  await ceremony.getByLabel('Why are you declining?').fill('The term is too long for us.');
  await ceremony.getByRole('button', { name: 'Decline to sign' }).click();
  await expect(widgetIn(page).getByRole('heading', { name: /declined/i })).toBeVisible();
  await expect(widgetIn(page).getByText('“The term is too long for us.”')).toBeVisible();
  expect(await upstream.contracts()).toMatchObject([{ status: 'declined' }]);
  await widgetIn(page).getByRole('button', { name: 'Select another offer' }).click();
  await expect(widgetIn(page).getByLabel('ZIP code')).toHaveValue(dallasBakery.postalCode);
});

test('the widget keeps the input while pricing is down, and shows rates when the customer retries after the outage', async ({
  page,
  upstream,
}) => {
  // No other test requests rates for this usage, so the server cannot respond from its cache.
  const usage = '131,071';
  await page.goto('/');
  await widgetIn(page).getByLabel('ZIP code').fill(dallasBakery.postalCode);
  await expect(widgetIn(page).getByLabel('Utility')).toContainText('Oncor');
  await upstream.set({ pricing: 'down' });
  await widgetIn(page).getByLabel('Annual usage').fill(usage);
  await widgetIn(page).getByRole('button', { name: 'See rates' }).click();
  const again = widgetIn(page).getByRole('button', { name: /try again/i });
  await expect(again).toBeVisible();
  await expect(widgetIn(page).getByLabel('Annual usage')).toHaveValue(usage);
  await upstream.set({ pricing: 'up' });
  await again.click();
  await expect(
    widgetIn(page)
      .getByRole('button', { name: /^Select/ })
      .first(),
  ).toBeVisible();
});
