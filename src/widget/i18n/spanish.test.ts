import { expect, test } from 'vitest';
import { spanish } from './es/spanish.ts';
import { english } from './language.ts';
import { leavesOf } from './leaves.ts';

const [inEnglish, inSpanish] = await Promise.all([leavesOf(english), leavesOf(spanish)]);
const spanishAt = new Map(inSpanish.map(({ path, said }) => [path, said]));
const marks = (said: string) => [...new Set(said.match(/«\w+»/g))].sort();

/** Names, units and figures, that are written alike. */
const alike = [
  'shell.rates.gas',
  ...['CT', 'DE', 'IL', 'MA', 'MD', 'OH', 'TX'].map((state) => `ratesErrors.usageNotes.states.${state}`),
  'usageHelp.activities.hotel',
  'customer.identifier()',
  'seldom.billHint.caption()',
  'seldom.billHint.number',
];

test('every text of English has its own in Spanish, and Spanish has no other', () => {
  expect([...spanishAt.keys()].sort()).toEqual(inEnglish.map(({ path }) => path).sort());
});

test('nothing is left in English, but what is written alike', () => {
  const same = inEnglish.filter(({ path, said }) => said && spanishAt.get(path) === said);
  expect(same.map(({ path }) => path)).toEqual(alike);
});

test('whatever a text of English tells, that of Spanish tells too', () => {
  for (const { path, said } of inEnglish) expect([path, marks(spanishAt.get(path) ?? '')]).toEqual([path, marks(said)]);
});

test('no word of English is left in a text', () => {
  const words = /\b(the|your|you|this|that|is|are|of|with|for|and|to|or|not|we|it)\b/i;
  expect(inSpanish.filter(({ said }) => words.test(said))).toEqual([]);
});

test('one is spoken of as one', async () => {
  const { offers, offersExtras, customer, seldom, siteList, signing, tracking } = await spanish.later();
  expect((await offers()).term(1)).toBe('1 mes');
  expect((await offersExtras()).comparePicked(1)).toBe('1 elegida. Elija una o dos más para comparar.');
  expect((await offersExtras()).comparePicked(2)).toBe('2 elegidas para comparar');
  expect((await customer()).fixThese(1)).toBe('Hay un campo por revisar.');
  expect((await customer()).fixThese(3)).toBe('Hay 3 campos por revisar.');
  expect((await seldom()).refused(1)).toContain('el campo marcado');
  expect((await siteList()).locations(1)).toBe('local');
  expect((await siteList()).formulas('1', '7')).toContain('en la fila 7');
  expect((await signing()).summary.from('enero de 2027', 1)).toBe('1 mes desde enero de 2027');
  expect((await tracking()).signHere.others(1)).toContain('una persona más');
});

test('what a utility calls its number is translated, unless it is a name of its own', async () => {
  const { identifier, ruleBrokenUnknown } = await (await spanish.later()).customer();
  expect(identifier('account number')).toBe('número de cuenta');
  expect(identifier('ESI ID')).toBe('ESI ID');
  expect(ruleBrokenUnknown('customer number', 'PPL')).toBe('Esto no parece ser un número de cliente de PPL.');
});

test('who agrees in Spanish agrees that the contract is in English, in the sentence that is kept', async () => {
  const { consent, nothingYet } = await (await spanish.later()).signing();
  const said = consent({
    customer: 'Invented Bakery LLC',
    energy: 'electricidad',
    supplier: 'Bluebell Supply',
    product: 'Fixed, all in',
    price: 'a 7.86 ¢/kWh',
    months: 24,
    start: 'enero de 2027',
  });
  expect(said).toBe(
    'Tengo autorización para firmar en nombre de Invented Bakery LLC. Acepto comprar electricidad a Bluebell Supply (Fixed, all in) a 7.86 ¢/kWh por 24 meses a partir de enero de 2027, y firmar el contrato electrónicamente. Entiendo que el contrato está en inglés.',
  );
  expect(nothingYet).toContain('El contrato está en inglés.');
});
