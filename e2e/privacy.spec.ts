import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  expect,
  fillDetails,
  openCurrentSupply,
  openDocuments,
  personalData,
  requestRates,
  signAt,
  signInWindows,
  test,
  widgetIn,
} from './fixtures.ts';

/** Input for the optional fields. All people are invented. */
const more = {
  tradeName: 'Example Crumbs',
  billingStreet: 'PO Box 4711',
  billingCity: 'Exampleville',
  contactName: 'Robin Sample',
  contactEmail: 'robin@example-trading.example',
  contactPhone: '(214) 555-0186',
  supplier: 'Sample Old Energy',
  fileName: 'bill of the trading house.pdf',
  fileText: 'what the bill says',
};

test("the customer's input appears in no URL, storage or event", async ({ page, context }) => {
  const addresses: string[] = [];
  context.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''));
  await page.addInitScript(() => {
    const receivedEvents: string[] = [];
    Object.assign(window, { receivedEvents });
    for (const name of ['ready', 'step', 'offer-selected', 'contract-created', 'signed', 'status', 'error']) {
      document.addEventListener(`shopper:${name}`, (event) =>
        receivedEvents.push(`${name} ${JSON.stringify((event as CustomEvent).detail)}`),
      );
    }
  });
  await signInWindows(page);
  await page.goto('/');
  const opened = context.waitForEvent('page');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  const widget = widgetIn(page);
  await widget.getByLabel('DBA').fill(more.tradeName);
  await openCurrentSupply(page);
  await widget.getByLabel('Current supplier').fill(more.supplier);
  await openDocuments(page);
  await widget.getByLabel('Recent utility bill').setInputFiles({
    name: more.fileName,
    mimeType: 'application/pdf',
    buffer: Buffer.from(`%PDF-1.7 ${more.fileText}`),
  });
  await expect(widget.getByText(/: uploaded/)).toBeVisible();
  await fillDetails(page, dallasBakery);
  await widget.getByRole('button', { name: 'Edit details' }).click();
  await widget.getByLabel('Billing address is the same').uncheck();
  await widget.getByLabel('Billing address', { exact: true }).fill(more.billingStreet);
  await widget.getByLabel('Billing city').fill(more.billingCity);
  await widget.getByLabel('Billing state').fill('TX');
  await widget.getByLabel('Billing ZIP').fill('78701');
  await widget.getByLabel('The signer is the main').uncheck();
  await widget.getByLabel('Contact’s full name').fill(more.contactName);
  await widget.getByLabel('Contact’s email').fill(more.contactEmail);
  await widget.getByLabel('Contact’s phone').fill(more.contactPhone);
  await widget.getByRole('button', { name: 'Continue to review' }).click();
  await agree(page);
  await signAt(await opened);
  await expect(widgetIn(page).getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();

  await widget.getByLabel('Or email it to').fill(personalData.email);
  await widget.getByRole('button', { name: 'Email link' }).click();
  await expect(widget.getByText(/Sent\. The link works one time/)).toBeVisible();

  const storage = await page.evaluate(() =>
    JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]),
  );
  const receivedEvents: string[] = await page.evaluate(() => Reflect.get(window, 'receivedEvents'));
  expect(receivedEvents.join()).toContain('signed');
  expect(addresses.join()).toContain('/v1/uploads');
  const searched = decodeURIComponent([...addresses, storage, ...receivedEvents].join('\n'));
  const digits = (text: string): string => text.replace(/\D/g, '');
  const inputs = [
    ...Object.values(personalData),
    ...Object.values(more),
    digits(personalData.taxId),
    digits(personalData.phone),
    digits(more.contactPhone),
    dallasBakery.identifier.replaceAll(' ', ''),
  ];
  expect(inputs.filter((text) => text !== personalData.title && searched.includes(text))).toEqual([]);
});
