import {
  agree,
  askForRates,
  chicagoLaundry,
  chooseFirstOffer,
  dallasBakery,
  expect,
  fillIn,
  frameOn,
  reachSigning,
  shopOn,
  signOn,
  test,
} from './shop.ts';

test('a bakery buys electricity: from the pasted tag to an accepted contract, without a reload', async ({
  page,
  upstream,
}) => {
  await page.goto('/');
  let loads = 0;
  page.on('load', () => loads++);

  await askForRates(page, dallasBakery);
  await expect(
    shopOn(page).getByRole('heading', { name: /Switching could save about \$|would cost about \$/ }),
  ).toBeVisible();
  await chooseFirstOffer(page);
  await fillIn(page, dallasBakery);
  await agree(page);
  await signOn(frameOn(page));

  await expect(shopOn(page).getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  expect(loads).toBe(0);
  expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a laundry buys gas: signing takes the tab and gives it back', async ({ page, upstream }) => {
    await page.goto('/');
    await reachSigning(page, chicagoLaundry);
    await signOn(page);
    await expect(shopOn(page).getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
    expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
  });
});

test('a page of another origin than the script’s sells just the same', async ({ page, baseURL, upstream }) => {
  await page.goto((baseURL ?? '').replace('localhost', '127.0.0.1'));
  await reachSigning(page, dallasBakery);
  await signOn(frameOn(page));
  await expect(shopOn(page).getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  expect(await upstream.contracts()).toHaveLength(1);
});

test('a rate that moved before the contract is shown, old and new, and agreed to again', async ({ page, upstream }) => {
  await upstream.set({ rate: 'moved' });
  await page.goto('/');
  await reachSigning(page, dallasBakery);
  await expect(shopOn(page).getByRole('alert')).toContainText(/rate (has )?moved|rate (has )?changed/i);
  expect(await upstream.contracts()).toEqual([]);

  await agree(page);
  await signOn(frameOn(page));
  await expect(shopOn(page).getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  expect(await upstream.contracts()).toHaveLength(1);
});

test('a signer who declines reads so, and can begin again', async ({ page, upstream }) => {
  await page.goto('/');
  await reachSigning(page, dallasBakery);
  const ceremony = frameOn(page);
  await ceremony.getByText('Decline', { exact: true }).click();
  await ceremony.getByLabel('Why do you decline?').fill('The term is too long for us.');
  await ceremony.getByRole('button', { name: 'Decline to sign' }).click();
  await expect(shopOn(page).getByRole('heading', { name: /declined/i })).toBeVisible();
  await expect(shopOn(page).getByText('“The term is too long for us.”')).toBeVisible();
  expect(await upstream.contracts()).toMatchObject([{ status: 'declined' }]);
  await shopOn(page).getByRole('button', { name: 'Start over' }).click();
  await expect(shopOn(page).getByLabel('ZIP code')).toHaveValue(dallasBakery.postalCode);
});

test('when pricing is down the customer is told, keeps what was typed, and goes on when it is back', async ({
  page,
  upstream,
}) => {
  // A question that nobody asked before: the server would have its last answer.
  const usage = '131,071';
  await page.goto('/');
  await shopOn(page).getByLabel('ZIP code').fill(dallasBakery.postalCode);
  await expect(shopOn(page).getByLabel('Utility')).toContainText('Oncor');
  await upstream.set({ pricing: 'down' });
  await shopOn(page).getByLabel('Used in a year').fill(usage);
  await shopOn(page).getByRole('button', { name: 'Show rates' }).click();
  const again = shopOn(page).getByRole('button', { name: /try again/i });
  await expect(again).toBeVisible();
  await expect(shopOn(page).getByLabel('Used in a year')).toHaveValue(usage);
  await upstream.set({ pricing: 'up' });
  await again.click();
  await expect(
    shopOn(page)
      .getByRole('button', { name: /^Choose/ })
      .first(),
  ).toBeVisible();
});
