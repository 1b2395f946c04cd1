import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { expectSpanish, findUntranslated } from '../../test/support/expect-translated.ts';
import {
  createFakeBff,
  type FakeBff,
  jsonResponse,
  offer,
  problemResponse,
  session,
} from '../../test/support/fake-bff.ts';
import { agree, button, field, goToRates, goToReview, mockWindowOpen, waitFor } from '../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
const { lang } = document.documentElement;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  widget.unmount();
  document.documentElement.lang = lang;
});

const setPageLanguage = (tag: string) => {
  document.documentElement.lang = tag;
};
const respondWithLocales = (locales: readonly string[]) =>
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ locales: [...locales] }), 201));
const formName = () => widget.queryAll('form')[0]?.getAttribute('aria-label');

/** Records every accessible name that the form has over time. */
function recordFormNames(): readonly string[] {
  const names: string[] = [];
  const root = widget.host.shadowRoot;
  const record = () => {
    const current = formName();
    if (current && names.at(-1) !== current) names.push(current);
  };
  record();
  if (root) new MutationObserver(record).observe(root, { subtree: true, childList: true, attributes: true });
  return names;
}

test.each(['es', 'es-MX', 'es-419'])('renders in Spanish from the first paint on a page in %s', async (tag) => {
  setPageLanguage(tag);
  widget = renderWidget(bff);
  const names = recordFormNames();
  expect(names).toEqual([]);
  await waitFor(() => expect(widget.queryAll('.site-name strong')).toHaveLength(1));
  expect(names).toEqual(['Vea sus tarifas']);
  expect(await findUntranslated(widget)).toEqual([]);
});

test("the locale option takes precedence over the host element's lang, which takes precedence over the page's language", async () => {
  setPageLanguage('es');
  widget = renderWidget(bff, { locale: 'en' });
  await waitFor(() => expect(formName()).toBe('See your rates'));
  widget.unmount();
  setPageLanguage('en');
  widget = renderWidget(bff);
  await waitFor(() => expect(formName()).toBe('See your rates'));
  widget.host.lang = 'es';
  widget.handle.update({});
  await waitFor(() => expect(formName()).toBe('Vea sus tarifas'));
});

test("waits for the site's default language when the page has none", async () => {
  setPageLanguage('');
  respondWithLocales(['es', 'en']);
  widget = renderWidget(bff);
  const names = recordFormNames();
  await waitFor(() => expect(widget.queryAll('.site-name strong')).toHaveLength(1));
  expect(names).toEqual(['Vea sus tarifas']);
});

test('renders in English when the site does not allow Spanish', async () => {
  setPageLanguage('es');
  respondWithLocales(['en']);
  widget = renderWidget(bff, { locale: 'es-MX' });
  await waitFor(() => expect(widget.queryAll('.shopper').map((element) => element.lang)).toEqual(['en-US']));
  expect(formName()).toBe('See your rates');
  widget.handle.update({ locale: 'es' });
  await goToRates();
  expect(formName()).toBe('See your rates');
});

test('after several quick language changes, shows the last requested language', async () => {
  widget = renderWidget(bff);
  for (const locale of ['es', 'en', 'es', 'en-GB', 'es-PR']) widget.handle.update({ locale });
  await waitFor(() => expect(widget.queryAll('.shopper').map((element) => element.lang)).toEqual(['es-PR']));
  for (const locale of ['en', 'es', 'en']) widget.handle.update({ locale });
  await waitFor(() => expect(formName()).toBe('See your rates'));
  await expectSpanish(widget);
});

test('sends the language with its region to the server', async () => {
  widget = renderWidget(bff, { locale: 'es-MX' });
  await waitFor(() => expect(bff.requestCount('POST /v1/sessions')).toBe(1));
  expect(bff.requests.find(({ path }) => path === '/v1/sessions')?.body).toMatchObject({ locale: 'es-MX' });
});

test('shows offers, price details and the comparison in Spanish', async () => {
  const kinds = ['fixed', 'fixed_pass_through', 'index', 'block'] as const;
  const offers = kinds.map((kind, at) =>
    offer({ id: kind, product: { name: 'Fixed (all-inclusive)', kind }, termMonths: at + 1 }),
  );
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers }));
  widget = renderWidget(bff);
  await goToRates();
  await waitFor(() => expect(widget.queryAll('.offer-row')).toHaveLength(4));
  for (const details of widget.queryAll('.offer-row details')) details.setAttribute('open', '');
  for (const box of widget.queryAll('.offer-row input[type=checkbox]').slice(0, 3)) box.click();
  await button(/Compare selected/).click();
  await expect.element(page.getByRole('heading', { name: 'Compare 3 offers' })).toBeVisible();
  await expectSpanish(widget);
  expect(widget.queryAll('.shopper')[0]?.textContent).toContain('1 mes');
});

test('shows the location import, its results and the imported accounts in Spanish', async () => {
  widget = renderWidget(bff);
  await button(/Multiple locations/).click();
  await page
    .getByLabelText('CSV file with your locations')
    .upload(new File(['name,zip\nOne,75201'], 'list.csv', { type: 'text/csv' }));
  await expect.element(page.getByText(/Missing columns/)).toBeVisible();
  await expectSpanish(widget);
  widget.handle.update({ locale: 'en' });
  await expect.element(page.getByLabelText('CSV file with your locations')).toBeInTheDocument();
  const rows = [
    'site_name,postal_code,annual_usage,unit',
    'One,75201,1000,kWh',
    'Two,752,1000,kWh',
    'Three,75201,=1+1,kWh',
  ];
  await page
    .getByLabelText('CSV file with your locations')
    .upload(new File([rows.join('\n')], 'list.csv', { type: 'text/csv' }));
  await expect.element(page.getByText(/of 3 locations/)).toBeVisible();
  await expectSpanish(widget);
  await button(/Ver tarifas de Oncor/).click();
  await expect.element(page.getByText('1 local de su lista')).toBeVisible();
  widget.handle.update({ locale: 'en' });
  await expect.element(page.getByText('1 location from your list')).toBeVisible();
});

test('shows the source of an estimate in the current language, even after a reload', async () => {
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await button(/don’t know my usage/).click();
  await field(/Typical monthly/).fill('900');
  await expectSpanish(widget);
  await button(/Usar esta estimación/).click();
  const note =
    'Estimación con el promedio comercial de TX: 8.82 ¢/kWh (EIA, 2023). Su consumo puede ser mucho menor o mayor: revise sus facturas antes de firmar.';
  await expect.element(page.getByText(note)).toBeVisible();
  widget.handle.destroy();
  widget.host.remove();
  widget = renderWidget(bff);
  await expect.element(page.getByText(/TX commercial average/)).toBeVisible();
});

test('withdraws consent when the language changes, and sends the hash of the consent text that was shown', async () => {
  widget = renderWidget(bff);
  mockWindowOpen();
  await goToReview();
  await page.getByRole('checkbox').click();
  await expectSpanish(widget);
  await expect.element(page.getByRole('checkbox')).not.toBeChecked();
  const sentence = widget.queryAll('.consent span')[0]?.textContent;
  expect(sentence).toMatch(/^Tengo autorización .* Entiendo que el contrato está en inglés\.$/);
  await page.getByRole('checkbox').click();
  await button(/Continuar a la firma electrónica/).click();
  await waitFor(() => expect(bff.requestCount('POST /v1/contracts')).toBe(1));
  expect(bff.requests.find(({ path }) => path === '/v1/contracts')?.body).toMatchObject({
    consent: { accepted: true, locale: 'es', templateVersion: '1', sha256: 'offer-token-1 es' },
  });
  await waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(1));
  expect(await findUntranslated(widget)).toEqual([]);
});

test('does not create a second contract when the language changes between two attempts', async () => {
  bff.respondOnce('POST /v1/contracts', () => problemResponse('contract_outcome_unknown', 503));
  widget = renderWidget(bff);
  mockWindowOpen();
  await goToReview();
  await agree();
  await expect.element(page.getByText(/won’t get a duplicate/)).toBeVisible();
  await expectSpanish(widget);
  await page.getByRole('checkbox').click();
  await button(/Continuar a la firma electrónica/).click();
  await waitFor(() => expect(bff.requestCount('POST /v1/contracts')).toBe(2));
  const [first, second] = bff.requests.filter(({ path }) => path === '/v1/contracts');
  expect(second?.headers.get('idempotency-key')).toBe(first?.headers.get('idempotency-key'));
  expect(second?.body).toEqual(first?.body);
});

test.each([
  [
    'a changed rate',
    () => problemResponse('rate_changed', 409, { offer: offer({ rate: { amount: '0.0799', unit: 'kWh' } }) }),
  ],
  ['a contract that the supplier rejects', () => problemResponse('contract_refused', 422, { errors: [] })],
  ['an unavailable server', () => problemResponse('upstream_unavailable', 503)],
])('reports %s in Spanish', async (_, response) => {
  bff.respondOnce('POST /v1/contracts', response);
  widget = renderWidget(bff);
  mockWindowOpen();
  await goToReview();
  await agree();
  await waitFor(() => expect(widget.queryAll('[role=alert]')).toHaveLength(1));
  await expectSpanish(widget);
});

test("shows a contract's errors in Spanish", async () => {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.respondOnce('POST /v1/contracts/c_1/document-links', () => problemResponse('document_not_ready', 409));
  bff.respondOnce('POST /v1/contracts/c_1/resume-links', () => problemResponse('internal', 500));
  widget = renderWidget(bff);
  await button(/View contract/).click();
  await expect.element(page.getByText(/not ready yet/)).toBeVisible();
  await button(/Get a private link/).click();
  await expect.element(page.getByText(/We couldn’t create a link/)).toBeVisible();
  await expectSpanish(widget);
  await expect
    .element(page.getByText('El documento todavía no está listo. Intente de nuevo en un minuto.'))
    .toBeVisible();
});

test('shows the dialog and its close button in the current language', async () => {
  widget = renderWidget(bff, { mode: 'dialog', locale: 'es' });
  widget.handle.open();
  await expect.element(page.getByRole('dialog', { name: 'Tarifas de energía para su empresa' })).toBeVisible();
  await expect.element(button(/^Cerrar$/)).toBeVisible();
  widget.handle.update({ locale: 'en' });
  await expect.element(page.getByRole('dialog', { name: 'Energy rates for your business' })).toBeVisible();
  await expect.element(button(/^Close$/)).toBeVisible();
});
