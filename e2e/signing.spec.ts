import type { Page } from '@playwright/test';
import {
  agree,
  chicagoLaundry,
  chooseFirstOffer,
  dallasBakery,
  docuSignFrame,
  expect,
  goToSigning,
  personalData,
  signAt,
  signInWindows,
  test,
  widgetIn,
} from './fixtures.ts';

const expectHeading = (page: Page, heading: string | RegExp) =>
  expect(widgetIn(page).getByRole('heading', { name: heading })).toBeVisible();
const clickButton = (page: Page, name: string | RegExp) => widgetIn(page).getByRole('button', { name }).click();
const accepted = 'The supplier accepted your contract.';

/** Adds a Content-Security-Policy to the page, with the same effect as the page's own response header. */
const openWithPolicy = (page: Page, policy: string) =>
  page.addInitScript((content) => {
    // The policy applies only to the top-level page. The iframes of the signing page and of the browser's PDF viewer
    // have separate policies.
    if (window !== window.top) return;
    new MutationObserver((_, observer) => {
      if (!document.head) return;
      observer.disconnect();
      document.head.prepend(
        Object.assign(document.createElement('meta'), { httpEquiv: 'Content-Security-Policy', content }),
      );
    }).observe(document, { childList: true, subtree: true });
  }, policy);

async function openWindow(page: Page): Promise<Page> {
  await signInWindows(page);
  await page.goto('/');
  const opened = page.context().waitForEvent('page');
  await goToSigning(page, dallasBakery);
  const ceremony = await opened;
  await expect(ceremony.getByText('Simulated DocuSign')).toBeVisible();
  return ceremony;
}

test.describe('in the page', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/');
  });

  test('the customer can reopen the same contract after postponing signing, after a timeout and after an unknown signing event', async ({
    page,
    upstream,
  }) => {
    await goToSigning(page, dallasBakery);
    await docuSignFrame(page).getByRole('button', { name: 'Finish later' }).click();
    await expect(widgetIn(page).getByText('Your contract is saved. Reopen it')).toBeVisible();
    await clickButton(page, 'Reopen contract');
    await expect(docuSignFrame(page).getByLabel('Type your full name')).toBeVisible();
    await upstream.expireSigningSessions();
    await docuSignFrame(page).getByLabel('Type your full name').fill(personalData.name);
    await docuSignFrame(page).getByRole('button', { name: 'Agree and sign' }).click();
    await expect(widgetIn(page).getByText('timed out')).toBeVisible();
    await clickButton(page, 'Reopen contract');
    await docuSignFrame(page).getByText('Other endings').click();
    await docuSignFrame(page).getByRole('button', { name: 'unknown_event' }).click();
    await expect(widgetIn(page).getByText('Signing was interrupted')).toBeVisible();
    await clickButton(page, 'Reopen contract');
    await signAt(docuSignFrame(page));
    await expectHeading(page, accepted);
    expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
  });

  test('an overlay that DocuSign leaves behind does not block clicks', async ({ page, upstream }) => {
    // With a delayed webhook, the iframe is the first to report that signing has ended.
    await upstream.set({ ceremony: 'overlay_left', webhooks: 'delayed' });
    await goToSigning(page, dallasBakery);
    await signAt(docuSignFrame(page));
    await expectHeading(page, accepted);
    await clickButton(page, 'Shop rates for another location');
    await expect(widgetIn(page).getByLabel('ZIP code')).toBeVisible();
  });

  test('the widget waits for the second signer after the first has signed, and then shows the accepted contract', async ({
    page,
    upstream,
  }) => {
    await upstream.set({ signers: 'two' });
    await goToSigning(page, dallasBakery);
    await signAt(docuSignFrame(page));
    await expectHeading(page, 'You’ve signed. Waiting for other signers.');
    await page.reload();
    await expectHeading(page, 'You’ve signed. Waiting for other signers.');
    await upstream.signAsSecondSigner();
    await expectHeading(page, accepted);
  });

  for (const [status, text] of [
    ['voided', /voided before signing/],
    ['expired', /expired before it was signed/],
  ] as const) {
    test(`the widget reports a contract that becomes ${status} during signing, and links to current rates`, async ({
      page,
      upstream,
    }) => {
      await goToSigning(page, dallasBakery);
      await expect(docuSignFrame(page).getByLabel('Type your full name')).toBeVisible();
      await upstream.setStatus(status);
      await expectHeading(page, text);
      await expect(page.locator('iframe')).toHaveCount(0);
      await clickButton(page, 'See current rates');
      await expect(
        widgetIn(page)
          .getByRole('button', { name: /^Select/ })
          .first(),
      ).toBeVisible();
      expect(await upstream.contracts()).toHaveLength(1);
    });
  }

  test('the customer can correct an account number that was rejected, and sign a new contract', async ({
    page,
    upstream,
  }) => {
    await upstream.set({ outcome: 'rejected' });
    await goToSigning(page, dallasBakery);
    await signAt(docuSignFrame(page));
    await expectHeading(page, 'The supplier could not accept this contract.');
    await upstream.set({ outcome: 'accepted' });
    await clickButton(page, 'Fix and resubmit');
    const number = widgetIn(page).getByRole('textbox', { name: dallasBakery.identifierLabel });
    await expect(number).toHaveAttribute('aria-invalid', 'true');
    await number.fill('1044372 00012 34568');
    await clickButton(page, 'Continue to review');
    await widgetIn(page).getByRole('checkbox').check();
    await clickButton(page, 'Continue to e-sign');
    await signAt(docuSignFrame(page));
    await expectHeading(page, accepted);
    const all = await upstream.contracts();
    expect(all.map(({ status }) => status).sort()).toEqual(['accepted', 'rejected']);
  });

  test('before signing, the customer can read the contract as a PDF from the BFF', async ({ page, baseURL }) => {
    await goToSigning(page, dallasBakery);
    await docuSignFrame(page).getByRole('button', { name: 'Finish later' }).click();
    const documentLoaded = page.waitForResponse((response) => response.url().startsWith(`${baseURL}/documents/`));
    await clickButton(page, 'View contract');
    const documentResponse = await documentLoaded;
    expect([documentResponse.status(), documentResponse.headers()['content-type']]).toEqual([200, 'application/pdf']);
  });
});

test("signing opens in a window on a page whose policy blocks DocuSign's script", async ({ context, upstream }) => {
  const page = await context.newPage();
  await openWithPolicy(page, "script-src 'self'; frame-src 'none'");
  await page.goto('/');
  await goToSigning(page, dallasBakery);
  await expect(widgetIn(page).getByText('Signing can’t open on this page.')).toBeVisible();
  const opened = context.waitForEvent('page');
  await clickButton(page, 'Sign in a new window');
  await signAt(await opened);
  await expectHeading(page, accepted);
  expect(await upstream.contracts()).toHaveLength(1);
});

test('signing works on a page that enforces Trusted Types and allows the widget’s policy', async ({ page }) => {
  await openWithPolicy(page, "require-trusted-types-for 'script'; trusted-types commercial-shopper#docusign");
  await page.goto('/');
  await goToSigning(page, dallasBakery);
  await signAt(docuSignFrame(page));
  await expectHeading(page, accepted);
});

test('the widget detects a signing window that was closed before signing, and can reopen the same contract', async ({
  page,
  upstream,
}) => {
  const ceremony = await openWindow(page);
  await ceremony.close();
  await expect(widgetIn(page).getByText('the signing window appears to be closed')).toBeVisible();
  const opened = page.context().waitForEvent('page');
  await clickButton(page, 'Reopen contract');
  const second = await opened;
  await signAt(second);
  await expectHeading(page, accepted);
  await expect.poll(() => second.isClosed()).toBe(true);
  expect(await upstream.contracts()).toHaveLength(1);
});

test('the widget detects a signature in a window that appears closed because of its COOP header', async ({
  page,
  upstream,
}) => {
  await upstream.set({ ceremony: 'coop' });
  const ceremony = await openWindow(page);
  await expect(widgetIn(page).getByText('finish in that window if it’s still open')).toBeVisible();
  await signAt(ceremony);
  await expectHeading(page, accepted);
});

test('the widget ignores a forged message and a signing event in the URL', async ({ page, upstream }) => {
  await openWindow(page);
  await page.evaluate(() => {
    const contractId = sessionStorage.getItem('shopper:pk_test_demo:contract') ?? '';
    window.postMessage({ type: 'shopper:signing-return', contractId }, '*');
  });
  await expect(widgetIn(page).getByText('Finish signing in the other window.')).toBeVisible();
  await page.goto('/?event=signing_complete');
  await expectHeading(page, /Checking whether you signed|ready to sign/);
  expect(await upstream.contracts()).toMatchObject([{ status: 'viewed' }]);
});

test('after a signature, every tab with the same contract shows the acceptance', async ({ page, context }) => {
  const ceremony = await openWindow(page);
  const storage = await page.evaluate(() => ({ ...sessionStorage }));
  const other = await context.newPage();
  await other.addInitScript((entries) => {
    for (const [key, value] of Object.entries(entries)) sessionStorage.setItem(key, value);
  }, storage);
  await other.goto('/');
  await expectHeading(other, /Checking whether you signed|ready to sign/);
  await signAt(ceremony);
  await Promise.all([expectHeading(page, accepted), expectHeading(other, accepted)]);
});

test('the widget reports a rate that expired during signing, and keeps the input for another offer', async ({
  page,
  upstream,
}) => {
  await upstream.set({ outcome: 'rate_expired' });
  await page.goto('/');
  await goToSigning(page, dallasBakery);
  await signAt(docuSignFrame(page));
  await expect(widgetIn(page).getByText(/The rate expired before/)).toBeVisible();
  await upstream.set({ outcome: 'accepted' });
  await clickButton(page, 'Choose another offer (keeps your details)');
  await chooseFirstOffer(page);
  await expect(widgetIn(page).getByLabel('Legal business name')).toHaveValue(personalData.legalName);
  await clickButton(page, 'Continue to review');
  await agree(page);
  await signAt(docuSignFrame(page));
  await expectHeading(page, accepted);
  expect((await upstream.contracts()).map(({ status }) => status).sort()).toEqual(['accepted', 'rejected']);
});

test('a resume link opens the contract in another browser only once', async ({ page, browser, baseURL }) => {
  const ceremony = await openWindow(page);
  await ceremony.close();
  await clickButton(page, 'Get a private link');
  const link = await widgetIn(page).getByLabel('Your link').inputValue();
  const otherContext = await browser.newContext();
  const other = await otherContext.newPage();
  const requested: string[] = [];
  other.on('request', (request) => requested.push(request.url(), request.headers().referer ?? ''));
  await other.goto(link);
  await clickButton(other, 'Open the contract');
  await expectHeading(other, 'Your contract is ready to sign.');
  expect(other.url()).toBe(`${baseURL}/`);
  // The token is in the fragment of the link's URL, and browsers do not send fragments to servers.
  expect(requested.filter((address) => address.includes('shopper-resume'))).toEqual([]);
  await clickButton(other, /^(Review and sign|Reopen contract)/);
  await signAt(docuSignFrame(other));
  await Promise.all([expectHeading(page, accepted), expectHeading(other, accepted)]);

  const otherPage = await otherContext.newPage();
  await otherPage.goto(link);
  await clickButton(otherPage, 'Open the contract');
  await expectHeading(otherPage, 'This link doesn’t work anymore.');
  await otherContext.close();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('when the customer returns from the signing page, the widget checks the contract’s status and can reopen the contract', async ({
    page,
    upstream,
  }) => {
    await page.goto('/');
    await goToSigning(page, chicagoLaundry);
    await expect(page.getByText('Simulated DocuSign')).toBeVisible();
    await page.getByRole('button', { name: 'Finish later' }).click();
    await expectHeading(page, 'Checking whether you signed…');
    await clickButton(page, 'Reopen contract');
    await expect(page.getByText('Simulated DocuSign')).toBeVisible();
    await page.goBack();
    await expectHeading(page, 'Checking whether you signed…');
    await clickButton(page, 'Reopen contract');
    await signAt(page);
    await expectHeading(page, accepted);
    expect(await upstream.contracts()).toHaveLength(1);
  });

  test('the customer can correct a rejected contract after signing in the same tab', async ({ page, upstream }) => {
    await upstream.set({ outcome: 'rejected' });
    await page.goto('/');
    await goToSigning(page, dallasBakery);
    await signAt(page);
    await expectHeading(page, 'The supplier could not accept this contract.');
    await upstream.set({ outcome: 'accepted' });
    await clickButton(page, 'Fix and resubmit');
    const widget = widgetIn(page);
    const number = widget.getByRole('textbox', { name: dallasBakery.identifierLabel });
    await expect(number).toBeFocused();
    await number.fill('1044372 00012 34568');
    await widget.getByLabel('Tax ID').fill('12-3456789');
    await clickButton(page, 'Continue to review');
    await widget.getByRole('checkbox').check();
    await clickButton(page, 'Continue to e-sign');
    await signAt(page);
    await expectHeading(page, accepted);
    const all = await upstream.contracts();
    expect(all.map(({ status }) => status).sort()).toEqual(['accepted', 'rejected']);
  });
});
