import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { answer, createFakeBff, type FakeBff, offer, refuse, session } from './fake-bff.ts';
import { englishIn, turnsSpanish } from './in-spanish.ts';
import { enter, type Stage } from './rates/stage.ts';
import { agree, button, eventually, field, reachReview, seeRates, standInWindow } from './walk.ts';

let bff: FakeBff;
let stage: Stage;
const { lang } = document.documentElement;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  stage.leave();
  document.documentElement.lang = lang;
});

const pageSpeaks = (tag: string) => {
  document.documentElement.lang = tag;
};
const opensWith = (locales: readonly string[]) =>
  bff.once('POST /v1/sessions', () => answer(session({ locales: [...locales] }), 201));
const heading = () => stage.all('form')[0]?.getAttribute('aria-label');

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
  stage = enter(bff);
  const names = namesOfTheForm();
  expect(names).toEqual([]);
  await eventually(() => expect(stage.all('.site strong')).toHaveLength(1));
  expect(names).toEqual(['Vea cuánto pagaría']);
  expect(await englishIn(stage)).toEqual([]);
});

test('the shop’s own language goes before that of the page, and the nearest before the farthest', async () => {
  pageSpeaks('es');
  stage = enter(bff, { locale: 'en' });
  await eventually(() => expect(heading()).toBe('See what you would pay'));
  stage.leave();
  pageSpeaks('en');
  stage = enter(bff);
  await eventually(() => expect(heading()).toBe('See what you would pay'));
  stage.host.lang = 'es';
  stage.widget.update({});
  await eventually(() => expect(heading()).toBe('Vea cuánto pagaría'));
});

test('a page that says nothing is answered in the first language of the site, and in no other before', async () => {
  pageSpeaks('');
  opensWith(['es', 'en']);
  stage = enter(bff);
  const names = namesOfTheForm();
  await eventually(() => expect(stage.all('.site strong')).toHaveLength(1));
  expect(names).toEqual(['Vea cuánto pagaría']);
});

test('a site that has no Spanish speaks English, whatever the page says', async () => {
  pageSpeaks('es');
  opensWith(['en']);
  stage = enter(bff, { locale: 'es-MX' });
  await eventually(() => expect(stage.all('.shopper').map((element) => element.lang)).toEqual(['en-US']));
  expect(heading()).toBe('See what you would pay');
  stage.widget.update({ locale: 'es' });
  await seeRates();
  expect(heading()).toBe('See what you would pay');
});

test('who changes the language back and forth gets the last one asked for', async () => {
  stage = enter(bff);
  for (const locale of ['es', 'en', 'es', 'en-GB', 'es-PR']) stage.widget.update({ locale });
  await eventually(() => expect(stage.all('.shopper').map((element) => element.lang)).toEqual(['es-PR']));
  for (const locale of ['en', 'es', 'en']) stage.widget.update({ locale });
  await eventually(() => expect(heading()).toBe('See what you would pay'));
  await turnsSpanish(stage);
});

test('the server is told the language with the region', async () => {
  stage = enter(bff, { locale: 'es-MX' });
  await eventually(() => expect(bff.count('POST /v1/sessions')).toBe(1));
  expect(bff.seen.find(({ path }) => path === '/v1/sessions')?.body).toMatchObject({ locale: 'es-MX' });
});

test('offers, what is in them and three side by side are said in Spanish', async () => {
  const kinds = ['fixed', 'fixed_pass_through', 'index', 'block'] as const;
  const offers = kinds.map((kind, at) =>
    offer({ id: kind, product: { name: 'Fixed, all in', kind }, termMonths: at + 1 }),
  );
  bff.once('POST /v1/offers', () => answer({ asOf: new Date().toISOString(), offers }));
  stage = enter(bff);
  await seeRates();
  await eventually(() => expect(stage.all('.offer')).toHaveLength(4));
  for (const details of stage.all('.offer details')) details.setAttribute('open', '');
  for (const box of stage.all('.offer input[type=checkbox]').slice(0, 3)) box.click();
  await button(/See side by side/).click();
  await expect.element(page.getByRole('heading', { name: '3 offers side by side' })).toBeVisible();
  await turnsSpanish(stage);
  expect(stage.all('.shopper')[0]?.textContent).toContain('1 mes');
});

test('a list of locations, its totals and its faults are said in Spanish, and what it fills in', async () => {
  stage = enter(bff);
  await button(/Several locations/).click();
  await page.getByLabelText('Your file').upload(new File(['name,zip\nOne,75201'], 'list.csv', { type: 'text/csv' }));
  await expect.element(page.getByText(/columns are missing/)).toBeVisible();
  await turnsSpanish(stage);
  stage.widget.update({ locale: 'en' });
  await expect.element(page.getByLabelText('Your file')).toBeInTheDocument();
  const rows = [
    'site_name,postal_code,annual_usage,unit',
    'One,75201,1000,kWh',
    'Two,752,1000,kWh',
    'Three,75201,=1+1,kWh',
  ];
  await page.getByLabelText('Your file').upload(new File([rows.join('\n')], 'list.csv', { type: 'text/csv' }));
  await expect.element(page.getByText(/of 3 rows can be priced/)).toBeVisible();
  await turnsSpanish(stage);
  await button(/Ver tarifas de Oncor/).click();
  await expect.element(page.getByText('Un local de su lista')).toBeVisible();
  stage.widget.update({ locale: 'en' });
  await expect.element(page.getByText('One location of your list')).toBeVisible();
});

test('an estimate says in either language what it rests on, after a reload too', async () => {
  stage = enter(bff);
  await field(/ZIP code/).fill('75201');
  await button(/don’t know my usage/).click();
  await field(/usual month/).fill('900');
  await turnsSpanish(stage);
  await button(/Usar esta estimación/).click();
  const note = 'Estimado de una factura a 8.82 ¢/kWh, el promedio para empresas en Texas (EIA, 2023).';
  await expect.element(page.getByText(note)).toBeVisible();
  stage.widget.destroy();
  stage.host.remove();
  stage = enter(bff);
  await expect.element(page.getByText(/the average for businesses in Texas/)).toBeVisible();
});

test('an agreement falls with its sentence, and the sentence that was read is the one that is kept', async () => {
  stage = enter(bff);
  standInWindow();
  await reachReview();
  await page.getByRole('checkbox').click();
  await turnsSpanish(stage);
  await expect.element(page.getByRole('checkbox')).not.toBeChecked();
  const sentence = stage.all('.consent span')[0]?.textContent;
  expect(sentence).toMatch(/^Tengo autorización .* Entiendo que el contrato está en inglés\.$/);
  await page.getByRole('checkbox').click();
  await button(/Crear el contrato y firmar/).click();
  await eventually(() => expect(bff.count('POST /v1/contracts')).toBe(1));
  expect(bff.seen.find(({ path }) => path === '/v1/contracts')?.body).toMatchObject({
    consent: { accepted: true, text: sentence },
  });
  await eventually(() => expect(bff.count('GET /v1/contracts/c_1/events')).toBe(1));
  expect(await englishIn(stage)).toEqual([]);
});

test('the language changed between two tries makes no second contract', async () => {
  bff.once('POST /v1/contracts', () => refuse('contract_outcome_unknown', 503));
  stage = enter(bff);
  standInWindow();
  await reachReview();
  await agree();
  await expect.element(page.getByText(/you will not get two/)).toBeVisible();
  await turnsSpanish(stage);
  await page.getByRole('checkbox').click();
  await button(/Crear el contrato y firmar/).click();
  await eventually(() => expect(bff.count('POST /v1/contracts')).toBe(2));
  const [first, second] = bff.seen.filter(({ path }) => path === '/v1/contracts');
  expect(second?.headers.get('idempotency-key')).toBe(first?.headers.get('idempotency-key'));
  expect(second?.body).toEqual(first?.body);
});

test.each([
  [
    'a rate that moved',
    () => refuse('rate_changed', 409, { offer: offer({ rate: { amount: '0.0799', unit: 'kWh' } }) }),
  ],
  ['a contract that the supplier refuses', () => refuse('contract_refused', 422, { errors: [] })],
  ['a server that is down', () => refuse('upstream_unavailable', 503)],
])('%s is told in Spanish', async (_, respond) => {
  bff.once('POST /v1/contracts', respond);
  stage = enter(bff);
  standInWindow();
  await reachReview();
  await agree();
  await eventually(() => expect(stage.all('[role=alert]')).toHaveLength(1));
  await turnsSpanish(stage);
});

test('what does not work with a contract is told in Spanish as well', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.once('POST /v1/contracts/c_1/document-links', () => refuse('document_not_ready', 409));
  bff.once('POST /v1/contracts/c_1/resume-links', () => refuse('internal', 500));
  stage = enter(bff);
  await button(/Read the contract/).click();
  await expect.element(page.getByText(/not ready yet/)).toBeVisible();
  await button(/Make a link/).click();
  await expect.element(page.getByText(/No link could be made/)).toBeVisible();
  await turnsSpanish(stage);
  await expect
    .element(page.getByText('El documento todavía no está listo. Intente de nuevo en un minuto.'))
    .toBeVisible();
});

test('the dialog and the button that closes it follow the language', async () => {
  stage = enter(bff, { mode: 'dialog', locale: 'es' });
  stage.widget.open();
  await expect.element(page.getByRole('dialog', { name: 'Tarifas de energía para su empresa' })).toBeVisible();
  await expect.element(button(/^Cerrar$/)).toBeVisible();
  stage.widget.update({ locale: 'en' });
  await expect.element(page.getByRole('dialog', { name: 'Energy rates for your business' })).toBeVisible();
  await expect.element(button(/^Close$/)).toBeVisible();
});
