import type { Page } from '@playwright/test';
import {
  agree,
  chicagoLaundry,
  chooseFirstOffer,
  dallasBakery,
  expect,
  frameOn,
  personal,
  reachSigning,
  shopOn,
  signInWindows,
  signOn,
  test,
} from './shop.ts';

const says = (page: Page, heading: string | RegExp) =>
  expect(shopOn(page).getByRole('heading', { name: heading })).toBeVisible();
const press = (page: Page, name: string | RegExp) => shopOn(page).getByRole('button', { name }).click();
const accepted = 'The supplier accepted your contract.';

/** Puts a policy on the page as its own head would. */
const underPolicy = (page: Page, policy: string) =>
  page.addInitScript((content) => {
    // The signing page, and the browser's own PDF viewer in it, are under policies of their own.
    if (window !== window.top) return;
    new MutationObserver((_, observer) => {
      if (!document.head) return;
      observer.disconnect();
      document.head.prepend(
        Object.assign(document.createElement('meta'), { httpEquiv: 'Content-Security-Policy', content }),
      );
    }).observe(document, { childList: true, subtree: true });
  }, policy);

/** The shop with a contract whose signing window is open. */
const openWindow = async (page: Page): Promise<Page> => {
  await signInWindows(page);
  await page.goto('/');
  const opened = page.context().waitForEvent('page');
  await reachSigning(page, dallasBakery);
  const ceremony = await opened;
  await expect(ceremony.getByText('Stand-in for DocuSign')).toBeVisible();
  return ceremony;
};

test.describe('in the page', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/');
  });

  test('finishing later, running out of time and an end nobody knows all come back to the same contract', async ({
    page,
    upstream,
  }) => {
    await reachSigning(page, dallasBakery);
    await frameOn(page).getByRole('button', { name: 'Finish later' }).click();
    await expect(shopOn(page).getByText('You put signing off.')).toBeVisible();
    await press(page, 'Open signing again');
    await expect(frameOn(page).getByLabel('Type your full name')).toBeVisible();
    await upstream.idle();
    await frameOn(page).getByLabel('Type your full name').fill(personal.name);
    await frameOn(page).getByRole('button', { name: 'Agree and sign' }).click();
    await expect(shopOn(page).getByText('ran out of time')).toBeVisible();
    await press(page, 'Open signing again');
    await frameOn(page).getByText('Other endings').click();
    await frameOn(page).getByRole('button', { name: 'unheard_of' }).click();
    await expect(shopOn(page).getByText('Signing was interrupted')).toBeVisible();
    await press(page, 'Open signing again');
    await signOn(frameOn(page));
    await says(page, accepted);
    expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
  });

  test('a frame left lying over the page after the end takes no click', async ({ page, upstream }) => {
    // Late news: the page hears of the end from the frame first.
    await upstream.set({ ceremony: 'overlay_left', webhooks: 'late' });
    await reachSigning(page, dallasBakery);
    await signOn(frameOn(page));
    await says(page, accepted);
    await press(page, 'Look at rates for another site');
    await expect(shopOn(page).getByLabel('ZIP code')).toBeVisible();
  });

  test('the first of two signers is done, and sees when the second is', async ({ page, upstream }) => {
    await upstream.set({ signers: 'two' });
    await reachSigning(page, dallasBakery);
    await signOn(frameOn(page));
    await says(page, 'You have signed. Others still have to.');
    await page.reload();
    await says(page, 'You have signed. Others still have to.');
    await upstream.signNext();
    await says(page, accepted);
  });

  for (const [status, words] of [
    ['voided', /withdrawn before it was signed/],
    ['expired', /Time ran out before it was signed/],
  ] as const) {
    test(`a contract that is ${status} under the signer’s hands says so, and leads to a new quote`, async ({
      page,
      upstream,
    }) => {
      await reachSigning(page, dallasBakery);
      await expect(frameOn(page).getByLabel('Type your full name')).toBeVisible();
      await upstream.move(status);
      await says(page, words);
      await expect(page.locator('iframe')).toHaveCount(0);
      await press(page, 'See today’s rates');
      await expect(
        shopOn(page)
          .getByRole('button', { name: /^Choose/ })
          .first(),
      ).toBeVisible();
      expect(await upstream.contracts()).toHaveLength(1);
    });
  }

  test('a number the utility does not know is put right and sent again as a new contract', async ({
    page,
    upstream,
  }) => {
    await upstream.set({ outcome: 'rejected' });
    await reachSigning(page, dallasBakery);
    await signOn(frameOn(page));
    await says(page, 'The supplier could not accept this contract.');
    await upstream.set({ outcome: 'accepted' });
    await press(page, 'Correct it and send it again');
    const number = shopOn(page).getByRole('textbox', { name: dallasBakery.identifierLabel });
    await expect(number).toHaveAttribute('aria-invalid', 'true');
    await number.fill('1044372 00012 34568');
    await press(page, 'Review and sign');
    await shopOn(page).getByRole('checkbox').check();
    await press(page, 'Create contract and sign');
    await signOn(frameOn(page));
    await says(page, accepted);
    const all = await upstream.contracts();
    expect(all.map(({ status }) => status).sort()).toEqual(['accepted', 'rejected']);
  });

  test('the contract is read here before it is signed, from the server’s own address', async ({ page, baseURL }) => {
    await reachSigning(page, dallasBakery);
    await frameOn(page).getByRole('button', { name: 'Finish later' }).click();
    const answered = page.waitForResponse((response) => response.url().startsWith(`${baseURL}/documents/`));
    await press(page, 'Read the contract');
    const answer = await answered;
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf']);
  });
});

test('a page whose policy keeps DocuSign’s script out signs in a window', async ({ context, upstream }) => {
  const page = await context.newPage();
  await underPolicy(page, "script-src 'self'; frame-src 'none'");
  await page.goto('/');
  await reachSigning(page, dallasBakery);
  await expect(shopOn(page).getByText('Signing cannot be shown inside this page.')).toBeVisible();
  const opened = context.waitForEvent('page');
  await press(page, 'Open signing in a window');
  await signOn(await opened);
  await says(page, accepted);
  expect(await upstream.contracts()).toHaveLength(1);
});

test('a page that enforces Trusted Types and knows our policy signs in the page', async ({ page }) => {
  await underPolicy(page, "require-trusted-types-for 'script'; trusted-types commercial-shopper#docusign");
  await page.goto('/');
  await reachSigning(page, dallasBakery);
  await signOn(frameOn(page));
  await says(page, accepted);
});

test('a window closed before signing is noticed, and opens again on the same contract', async ({ page, upstream }) => {
  const ceremony = await openWindow(page);
  await ceremony.close();
  await expect(shopOn(page).getByText('the signing window seems to be closed')).toBeVisible();
  const opened = page.context().waitForEvent('page');
  await press(page, 'Open signing again');
  const second = await opened;
  await signOn(second);
  await says(page, accepted);
  await expect.poll(() => second.isClosed()).toBe(true);
  expect(await upstream.contracts()).toHaveLength(1);
});

test('a signing page that cut itself off looks closed, and still ends in a signature', async ({ page, upstream }) => {
  await upstream.set({ ceremony: 'coop' });
  const ceremony = await openWindow(page);
  await expect(shopOn(page).getByText('If you are still signing there, go on')).toBeVisible();
  await signOn(ceremony);
  await says(page, accepted);
});

test('neither a forged message nor an event in the address signs anything', async ({ page, upstream }) => {
  await openWindow(page);
  await page.evaluate(() => {
    const contractId = sessionStorage.getItem('shopper:pk_test_demo:contract') ?? '';
    window.postMessage({ type: 'shopper:signing-return', contractId }, '*');
  });
  await expect(shopOn(page).getByText('Finish signing in the other window.')).toBeVisible();
  await page.goto('/?event=signing_complete');
  await says(page, /Checking your signature|ready to sign/);
  expect(await upstream.contracts()).toMatchObject([{ status: 'viewed' }]);
});

test('two tabs: one signs, and the other one says so', async ({ page, context }) => {
  const ceremony = await openWindow(page);
  const kept = await page.evaluate(() => ({ ...sessionStorage }));
  const other = await context.newPage();
  await other.addInitScript((entries) => {
    for (const [key, value] of Object.entries(entries)) sessionStorage.setItem(key, value);
  }, kept);
  await other.goto('/');
  await says(other, /Checking your signature|ready to sign/);
  await signOn(ceremony);
  await Promise.all([says(page, accepted), says(other, accepted)]);
});

test('a rate that ran out while it was being signed is said, and leads to today’s with everything kept', async ({
  page,
  upstream,
}) => {
  await upstream.set({ outcome: 'rate_expired' });
  await page.goto('/');
  await reachSigning(page, dallasBakery);
  await signOn(frameOn(page));
  await expect(shopOn(page).getByText(/The price ran out before/)).toBeVisible();
  await upstream.set({ outcome: 'accepted' });
  await press(page, 'Try again with your details');
  await chooseFirstOffer(page);
  await expect(shopOn(page).getByLabel('Legal business name')).toHaveValue(personal.legalName);
  await press(page, 'Review and sign');
  await agree(page);
  await signOn(frameOn(page));
  await says(page, accepted);
  expect((await upstream.contracts()).map(({ status }) => status).sort()).toEqual(['accepted', 'rejected']);
});

test('a kept link opens the contract in another browser, once', async ({ page, browser, baseURL }) => {
  const ceremony = await openWindow(page);
  await ceremony.close();
  await press(page, 'Make a link to come back');
  const link = await shopOn(page).getByLabel('Your link').inputValue();
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  const asked: string[] = [];
  other.on('request', (request) => asked.push(request.url(), request.headers().referer ?? ''));
  await other.goto(link);
  await says(other, 'Your contract is ready to sign.');
  expect(other.url()).toBe(`${baseURL}/`);
  // The very first address holds it, where no server sees it: after the #.
  expect(asked.filter((address) => address.includes('shopper-resume'))).toEqual([]);
  await press(other, /^Open signing/);
  await signOn(frameOn(other));
  await Promise.all([says(page, accepted), says(other, accepted)]);

  const third = await elsewhere.newPage();
  await third.goto(link);
  await says(third, 'This link does not work any more.');
  await elsewhere.close();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('leaving the signing page by Back asks the server first, and the same contract opens again', async ({
    page,
    upstream,
  }) => {
    await page.goto('/');
    await reachSigning(page, chicagoLaundry);
    await expect(page.getByText('Stand-in for DocuSign')).toBeVisible();
    await page.getByRole('button', { name: 'Finish later' }).click();
    await says(page, 'Checking your signature…');
    await press(page, 'Open signing again');
    await expect(page.getByText('Stand-in for DocuSign')).toBeVisible();
    await page.goBack();
    await says(page, 'Checking your signature…');
    await press(page, 'Open signing again');
    await signOn(page);
    await says(page, accepted);
    expect(await upstream.contracts()).toHaveLength(1);
  });
});
