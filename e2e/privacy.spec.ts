import { dallasBakery, expect, personal, reachSigning, shopOn, signInWindows, signOn, test } from './shop.ts';

test('what the customer typed is in no address, no storage and no event of the page', async ({ page, context }) => {
  const addresses: string[] = [];
  context.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''));
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const name of ['ready', 'step', 'offer-selected', 'contract-created', 'signed', 'status', 'error']) {
      document.addEventListener(`shopper:${name}`, (event) =>
        heard.push(`${name} ${JSON.stringify((event as CustomEvent).detail)}`),
      );
    }
  });
  await signInWindows(page);
  await page.goto('/');
  const opened = context.waitForEvent('page');
  await reachSigning(page, dallasBakery);
  await signOn(await opened);
  await expect(shopOn(page).getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();

  const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]));
  const heard: string[] = await page.evaluate(() => Reflect.get(window, 'heard'));
  expect(heard.join()).toContain('signed');
  const everywhere = decodeURIComponent([...addresses, kept, ...heard].join('\n'));
  const digits = (text: string): string => text.replace(/\D/g, '');
  const typed = [
    ...Object.values(personal),
    digits(personal.taxId),
    digits(personal.phone),
    dallasBakery.identifier.replaceAll(' ', ''),
  ];
  expect(typed.filter((text) => text !== personal.title && everywhere.includes(text))).toEqual([]);
});
