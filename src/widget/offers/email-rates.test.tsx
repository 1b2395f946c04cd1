import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { findUntranslated } from '../../../test/support/expect-translated.ts';
import {
  createFakeBff,
  type FakeBff,
  jsonResponse,
  offer,
  problemResponse,
  session,
} from '../../../test/support/fake-bff.ts';
import { button, field, goToRates, waitFor } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => widget.unmount());

const withEmail = () => bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ mailsLinks: true }), 201));
const open = () => page.getByText('Email these rates', { exact: true }).click();
const address = () => field(/^Email address/);
const send = () => button(/^Send rates/);
const sentBodies = () => bff.requests.filter(({ path }) => path === '/v1/rate-emails').map(({ body }) => body);
const text = () => widget.queryAll('.email-rates')[0]?.textContent ?? '';
const status = () => widget.queryAll('.email-rates [role=status]').at(-1)?.textContent ?? '';

async function openForm(options: Parameters<typeof renderWidget>[1] = {}): Promise<void> {
  withEmail();
  widget = renderWidget(bff, options);
  await goToRates();
  await open();
  await expect.element(address()).toBeVisible();
}

test('emails the first ten offers in the order on the page', async () => {
  const offers = Array.from({ length: 12 }, (_, index) =>
    offer({
      id: `ROW-${index}`,
      offerToken: `token-${index}`,
      rate: { amount: `0.07${86 + index}`, unit: 'kWh' },
      supplier: { id: `s${index}`, name: `Supplier ${index}` },
      estimate: { ...offer().estimate, annual: { amount: `${9432 + index}.00`, currency: 'USD' } },
    }),
  );
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers }));
  await openForm();
  expect(text()).toContain('the first 10 rates above');
  await address().fill(' Robin <robin@findable.example>, ');
  await send().click();
  await waitFor(() => expect(status()).toBe('We sent the rates to robin@findable.example.'));
  const returnTo = `${location.origin}${location.pathname}${location.search}`;
  const offerTokens = offers.slice(0, 10).map(({ offerToken }) => offerToken);
  expect(sentBodies()).toEqual([
    { email: 'robin@findable.example', locale: 'en-US', postalCode: '75201', offerTokens, returnTo },
  ]);
  expect(JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href])).not.toContain('findable');
  expect(await a11yViolations(widget.host)).toEqual([]);
});

test('the email form loads when it is opened, and exists only on sites that send emails', async () => {
  widget = renderWidget(bff);
  await goToRates();
  await expect.element(button(/Refresh rates/)).toBeVisible();
  await expect.element(page.getByText('Email these rates')).not.toBeInTheDocument();
  widget.unmount();
  withEmail();
  widget = renderWidget(bff);
  await goToRates();
  expect(widget.queryAll('.email-rates')).toEqual([]);
  await open();
  await expect.element(address()).toBeVisible();
});

test('warns of an address with a misspelled domain, and sends the rates on the second request', async () => {
  await openForm();
  await address().fill('robin@gmial.com');
  await expect.element(address()).toHaveAccessibleDescription(/looks misspelled/);
  await send().click();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement).toBe(address().element()));
  expect(status()).toBe('');
  await send().click();
  await waitFor(() => expect(status()).toBe('We sent the rates to robin@gmial.com.'));
  await address().fill('robin@gmail.com');
  await expect.element(address()).not.toHaveAccessibleDescription(/looks misspelled/);
});

test('shows an error next to the field for an invalid address, focuses the field and sends nothing', async () => {
  await openForm();
  await address().fill('robin');
  await send().click();
  await expect.element(address()).toHaveAccessibleDescription(/name@company.com/);
  await expect.element(address()).toHaveAttribute('aria-invalid', 'true');
  expect(widget.host.shadowRoot?.activeElement).toBe(address().element());
  expect(sentBodies()).toEqual([]);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await address().fill('robin@findable.example');
  await expect.element(address()).not.toHaveAttribute('aria-invalid');
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(status()).toMatch(/We sent the rates/));
});

test('shows an error next to the field if the server rejects the address', async () => {
  await openForm();
  bff.respondOnce('POST /v1/rate-emails', () =>
    problemResponse('invalid_request', 422, { errors: [{ path: '/email', code: 'email', detail: 'email' }] }),
  );
  await address().fill('robin@findable.example');
  await send().click();
  await expect.element(address()).toHaveAccessibleDescription(/name@company.com/);
});

test.each([
  ['mail_not_sent', 503, /We couldn’t send the email.*\(214\) 555-0142/],
  ['offer_expired', 409, /Some of these rates have expired\. Refresh rates/],
] as const)(
  'shows a message and keeps the address when emailing rates fails with %s',
  async (code, httpStatus, message) => {
    await openForm();
    bff.respondOnce('POST /v1/rate-emails', () => problemResponse(code, httpStatus));
    await address().fill('robin@findable.example');
    await send().click();
    await waitFor(() => expect(status()).toMatch(message));
    await expect.element(address()).toHaveValue('robin@findable.example');
    await send().click();
    await waitFor(() => expect(status()).toMatch(/We sent the rates/));
  },
);

test('shows the time to try again and the phone number when the quota of rate emails is reached', async () => {
  await openForm();
  bff.respondOnce('POST /v1/rate-emails', () => problemResponse('quota_reached', 429, { retryAfter: 7_200 }));
  await address().fill('robin@findable.example');
  await send().click();
  await waitFor(() =>
    expect(status()).toMatch(/reached the limit.*Try again after \w+ \d+, \d+:\d\d [AP]M \S+\..*\(214\) 555-0142/),
  );
});

test('the email form keeps the address while the customer is on another step', async () => {
  await openForm();
  await address().fill('robin@findable.example');
  await button(/Select Bluebell/).click();
  await button(/Back to rates/).click();
  await open();
  await expect.element(address()).toHaveValue('robin@findable.example');
});

test('the email form and the email are in Spanish on a Spanish page', async () => {
  withEmail();
  widget = renderWidget(bff, { locale: 'es-US' });
  await field(/Código postal/).fill('75201');
  await expect.element(field(/^Distribuidora/)).toHaveValue('ONCOR');
  await field(/Consumo anual/).fill('120,000 kWh');
  await button(/Ver tarifas/).click();
  await page.getByText('Enviar estas tarifas por correo').click();
  await field(/^Correo electrónico/).fill('robin@findable.example');
  await button(/^Enviar tarifas/).click();
  await waitFor(() => expect(status()).toBe('Enviamos las tarifas a robin@findable.example.'));
  expect(sentBodies()).toMatchObject([{ locale: 'es-US' }]);
  expect(await findUntranslated(widget)).toEqual([]);
});
