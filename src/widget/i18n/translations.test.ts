import { describe, expect, test } from 'vitest';
import { listMessages } from '../../../test/support/list-messages.ts';
import { spanish } from './es/spanish.ts';
import { languages } from './languages.ts';
import { english } from './message-catalog.ts';

const inEnglish = await listMessages(english);
const inSpanish = await listMessages(spanish);
const placeholders = (text: string) => [...new Set(text.match(/«\w+»/g))].sort();

/** Names, units and figures that are identical in English and Spanish. */
const IDENTICAL_PATHS = [
  'usageEstimator.activities.hotel',
  'offers.earlyTermination.flat()',
  'offerTools.upToPercent()',
  'customer.identifier()',
  'customerOptional.billIllustration.caption()',
  'review.offers.earlyTermination.flat()',
  'review.reviewDetails.meter()',
  'submissionErrors.earlyTermination.flat()',
  'tracking.earlyTermination.flat()',
];

describe.each(languages.filter(({ tag, complete }) => complete && tag !== 'en'))('$tag', async ({ load }) => {
  const messages = await listMessages(await load());
  const textAt = new Map(messages.map(({ path, text }) => [path, text]));

  test('has exactly the same message keys as English', () => {
    expect([...textAt.keys()].sort()).toEqual(inEnglish.map(({ path }) => path).sort());
  });

  test('uses the same parameters as English', () => {
    for (const { path, text } of inEnglish)
      expect([path, placeholders(textAt.get(path) ?? '')]).toEqual([path, placeholders(text)]);
  });
});

test('every Spanish message differs from English, except the listed messages', () => {
  const spanishByPath = new Map(inSpanish.map(({ path, text }) => [path, text]));
  const same = inEnglish.filter(({ path, text }) => text && spanishByPath.get(path) === text);
  expect(same.map(({ path }) => path)).toEqual(IDENTICAL_PATHS);
});

test('no Spanish message contains common English words', () => {
  const commonWords = /\b(the|your|you|this|that|is|are|of|with|for|and|to|or|not|we|it)\b/i;
  expect(inSpanish.filter(({ text }) => commonWords.test(text))).toEqual([]);
});

test('Spanish messages use the singular for a count of one', async () => {
  const { offers, offerTools, customer, locationImport, review, tracking } = await spanish.lazy();
  expect((await offers()).term(1)).toBe('1 mes');
  expect((await offerTools()).selectedForComparison(1)).toBe('1 elegida. Elija una o dos más para comparar.');
  expect((await offerTools()).selectedForComparison(2)).toBe('2 elegidas para comparar');
  expect((await customer()).fixErrors(1)).toBe('Corrija 1 campo para continuar.');
  expect((await customer()).fixErrors(3)).toBe('Corrija 3 campos para continuar.');
  expect((await customer()).correctionsNeeded(1)).toContain('el campo marcado');
  expect((await locationImport()).locations(1)).toBe('local');
  expect((await locationImport()).formulas('1', '7')).toContain('de la fila 7');
  expect((await review()).orderSummary.termFrom('enero de 2027', 1)).toBe('1 mes, a partir de enero de 2027');
  expect((await tracking()).signingSession.others(1)).toContain('1 firma');
});

test("translates an account identifier's name unless it is a proper name", async () => {
  const { identifier, identifierUnrecognized } = await (await spanish.lazy()).customer();
  expect(identifier('account number')).toBe('número de cuenta');
  expect(identifier('ESI ID')).toBe('ESI ID');
  expect(identifierUnrecognized('customer number', 'PPL')).toBe('Esto no parece un número de cliente válido de PPL.');
});

test('the Spanish review says that the contract is in English', async () => {
  const { notBinding } = await (await spanish.lazy()).review();
  expect(notBinding).toContain('El contrato está en inglés.');
});
