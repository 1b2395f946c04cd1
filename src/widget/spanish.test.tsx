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
let stage: RenderedWidget;
const { lang } = document.documentElement;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  stage.unmount();
  document.documentElement.lang = lang;
});

const pageSpeaks = (tag: string) => {
  document.documentElement.lang = tag;
};
const opensWith = (locales: readonly string[]) =>
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ locales: [...locales] }), 201));
const heading = () => stage.queryAll('form')[0]?.getAttribute('aria-label');

/** Every name the form is ever given. */
function namesOfTheForm(): readonly string[] {
  const names: string[] = [];
  const root = stage.host.shadowRoot;
  const look = () => {
    const now = heading();
    if (now && names.at(-1) !== now) names.push(now);
  };
  look();
  if (root) new MutationObserver(look).observe(root, { subtree: true, childList: true, attributes: true });
  return names;
}

test.each(['es', 'es-MX', 'es-419'])('a page in %s is Spanish from the first thing seen', async (tag) => {
  pageSpeaks(tag);
  stage = renderWidget(bff);
  const names = namesOfTheForm();
  expect(names).toEqual([]);
  await waitFor(() => expect(stage.queryAll('.site-name strong')).toHaveLength(1));
  expect(names).toEqual(['Vea cuánto pagaría']);
  expect(await findUntranslated(stage)).toEqual([]);
});

test('the shop’s own language goes before that of the page, and the nearest before the farthest', async () => {
  pageSpeaks('es');
  stage = renderWidget(bff, { locale: 'en' });
  await waitFor(() => expect(heading()).toBe('See what you would pay'));
  stage.unmount();
  pageSpeaks('en');
  stage = renderWidget(bff);
  await waitFor(() => expect(heading()).toBe('See what you would pay'));
  stage.host.lang = 'es';
  stage.handle.update({});
  await waitFor(() => expect(heading()).toBe('Vea cuánto pagaría'));
});

test('a page that says nothing is answered in the first language of the site, and in no other before', async () => {
  pageSpeaks('');
  opensWith(['es', 'en']);
  stage = renderWidget(bff);
  const names = namesOfTheForm();
  await waitFor(() => expect(stage.queryAll('.site-name strong')).toHaveLength(1));
  expect(names).toEqual(['Vea cuánto pagaría']);
});

test('a site that has no Spanish speaks English, whatever the page says', async () => {
  pageSpeaks('es');
  opensWith(['en']);
  stage = renderWidget(bff, { locale: 'es-MX' });
  await waitFor(() => expect(stage.queryAll('.shopper').map((element) => element.lang)).toEqual(['en-US']));
  expect(heading()).toBe('See what you would pay');
  stage.handle.update({ locale: 'es' });
  await goToRates();
  expect(heading()).toBe('See what you would pay');
});

test('who changes the language back and forth gets the last one asked for', async () => {
  stage = renderWidget(bff);
  for (const locale of ['es', 'en', 'es', 'en-GB', 'es-PR']) stage.handle.update({ locale });
  await waitFor(() => expect(stage.queryAll('.shopper').map((element) => element.lang)).toEqual(['es-PR']));
  for (const locale of ['en', 'es', 'en']) stage.handle.update({ locale });
  await waitFor(() => expect(heading()).toBe('See what you would pay'));
  await expectSpanish(stage);
});

test('the server is told the language with the region', async () => {
  stage = renderWidget(bff, { locale: 'es-MX' });
  await waitFor(() => expect(bff.requestCount('POST /v1/sessions')).toBe(1));
  expect(bff.requests.find(({ path }) => path === '/v1/sessions')?.body).toMatchObject({ locale: 'es-MX' });
});

test('offers, what is in them and three side by side are said in Spanish', async () => {
  const kinds = ['fixed', 'fixed_pass_through', 'index', 'block'] as const;
  const offers = kinds.map((kind, at) =>
    offer({ id: kind, product: { name: 'Fixed, all in', kind }, termMonths: at + 1 }),
  );
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers }));
  stage = renderWidget(bff);
  await goToRates();
  await waitFor(() => expect(stage.queryAll('.offer-row')).toHaveLength(4));
  for (const details of stage.queryAll('.offer-row details')) details.setAttribute('open', '');
  for (const box of stage.queryAll('.offer-row input[type=checkbox]').slice(0, 3)) box.click();
  await button(/See side by side/).click();
  await expect.element(page.getByRole('heading', { name: '3 offers side by side' })).toBeVisible();
  await expectSpanish(stage);
  expect(stage.queryAll('.shopper')[0]?.textContent).toContain('1 mes');
});

test('a list of locations, its totals and its faults are said in Spanish, and what it fills in', async () => {
  stage = renderWidget(bff);
  await button(/Several locations/).click();
  await page.getByLabelText('Your file').upload(new File(['name,zip\nOne,75201'], 'list.csv', { type: 'text/csv' }));
  await expect.element(page.getByText(/columns are missing/)).toBeVisible();
  await expectSpanish(stage);
  stage.handle.update({ locale: 'en' });
  await expect.element(page.getByLabelText('Your file')).toBeInTheDocument();
  const rows = [
    'site_name,postal_code,annual_usage,unit',
    'One,75201,1000,kWh',
    'Two,752,1000,kWh',
    'Three,75201,=1+1,kWh',
  ];
  await page.getByLabelText('Your file').upload(new File([rows.join('\n')], 'list.csv', { type: 'text/csv' }));
  await expect.element(page.getByText(/of 3 rows can be priced/)).toBeVisible();
  await expectSpanish(stage);
  await button(/Ver tarifas de Oncor/).click();
  await expect.element(page.getByText('Un local de su lista')).toBeVisible();
  stage.handle.update({ locale: 'en' });
  await expect.element(page.getByText('One location of your list')).toBeVisible();
});

test('an estimate says in either language what it rests on, after a reload too', async () => {
  stage = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await button(/don’t know my usage/).click();
  await field(/usual month/).fill('900');
  await expectSpanish(stage);
  await button(/Usar esta estimación/).click();
  const note = 'Estimado de una factura a 8.82 ¢/kWh, el promedio para empresas en Texas (EIA, 2023).';
  await expect.element(page.getByText(note)).toBeVisible();
  stage.handle.destroy();
  stage.host.remove();
  stage = renderWidget(bff);
  await expect.element(page.getByText(/the average for businesses in Texas/)).toBeVisible();
});

test('an agreement falls with its sentence, and the sentence that was read is the one that is kept', async () => {
  stage = renderWidget(bff);
  mockWindowOpen();
  await goToReview();
  await page.getByRole('checkbox').click();
  await expectSpanish(stage);
  await expect.element(page.getByRole('checkbox')).not.toBeChecked();
  const sentence = stage.queryAll('.consent span')[0]?.textContent;
  expect(sentence).toMatch(/^Tengo autorización .* Entiendo que el contrato está en inglés\.$/);
  await page.getByRole('checkbox').click();
  await button(/Crear el contrato y firmar/).click();
  await waitFor(() => expect(bff.requestCount('POST /v1/contracts')).toBe(1));
  expect(bff.requests.find(({ path }) => path === '/v1/contracts')?.body).toMatchObject({
    consent: { accepted: true, text: sentence },
  });
  await waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(1));
  expect(await findUntranslated(stage)).toEqual([]);
});

test('the language changed between two tries makes no second contract', async () => {
  bff.respondOnce('POST /v1/contracts', () => problemResponse('contract_outcome_unknown', 503));
  stage = renderWidget(bff);
  mockWindowOpen();
  await goToReview();
  await agree();
  await expect.element(page.getByText(/you will not get two/)).toBeVisible();
  await expectSpanish(stage);
  await page.getByRole('checkbox').click();
  await button(/Crear el contrato y firmar/).click();
  await waitFor(() => expect(bff.requestCount('POST /v1/contracts')).toBe(2));
  const [first, second] = bff.requests.filter(({ path }) => path === '/v1/contracts');
  expect(second?.headers.get('idempotency-key')).toBe(first?.headers.get('idempotency-key'));
  expect(second?.body).toEqual(first?.body);
});

test.each([
  [
    'a rate that moved',
    () => problemResponse('rate_changed', 409, { offer: offer({ rate: { amount: '0.0799', unit: 'kWh' } }) }),
  ],
  ['a contract that the supplier refuses', () => problemResponse('contract_refused', 422, { errors: [] })],
  ['a server that is down', () => problemResponse('upstream_unavailable', 503)],
])('%s is told in Spanish', async (_, respond) => {
  bff.respondOnce('POST /v1/contracts', respond);
  stage = renderWidget(bff);
  mockWindowOpen();
  await goToReview();
  await agree();
  await waitFor(() => expect(stage.queryAll('[role=alert]')).toHaveLength(1));
  await expectSpanish(stage);
});

test('what does not work with a contract is told in Spanish as well', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.respondOnce('POST /v1/contracts/c_1/document-links', () => problemResponse('document_not_ready', 409));
  bff.respondOnce('POST /v1/contracts/c_1/resume-links', () => problemResponse('internal', 500));
  stage = renderWidget(bff);
  await button(/Read the contract/).click();
  await expect.element(page.getByText(/not ready yet/)).toBeVisible();
  await button(/Make a link/).click();
  await expect.element(page.getByText(/No link could be made/)).toBeVisible();
  await expectSpanish(stage);
  await expect
    .element(page.getByText('El documento todavía no está listo. Intente de nuevo en un minuto.'))
    .toBeVisible();
});

test('the dialog and the button that closes it follow the language', async () => {
  stage = renderWidget(bff, { mode: 'dialog', locale: 'es' });
  stage.handle.open();
  await expect.element(page.getByRole('dialog', { name: 'Tarifas de energía para su empresa' })).toBeVisible();
  await expect.element(button(/^Cerrar$/)).toBeVisible();
  stage.handle.update({ locale: 'en' });
  await expect.element(page.getByRole('dialog', { name: 'Energy rates for your business' })).toBeVisible();
  await expect.element(button(/^Close$/)).toBeVisible();
});
