import { expect, test } from 'vitest';
import { listMissingMessages } from '../../../test/support/list-messages.ts';
import { english } from './message-catalog.ts';
import { completeWithEnglish } from './partial-language.ts';

const french = completeWithEnglish({
  app: { title: 'Tarifs', steps: { rates: 'Tarifs' } },
  lazy: async () => ({
    quoteFormErrors: { zone: 'Choisissez votre zone.' },
    offers: async () => ({ choose: 'Choisir', term: (months) => `${months} mois` }),
  }),
});

test('a partial language has English messages where a translation is missing', async () => {
  expect(french.app.title).toBe('Tarifs');
  expect(french.app.steps).toEqual({ ...english.app.steps, rates: 'Tarifs' });
  expect(french.app.tryAgain).toBe(english.app.tryAgain);
  const { quoteFormErrors, offers, review } = await french.lazy();
  expect(quoteFormErrors.zone).toBe('Choisissez votre zone.');
  expect(quoteFormErrors.postalCode).toContain('5-digit');
  expect((await offers()).choose).toBe('Choisir');
  expect((await offers()).term(12)).toBe('12 mois');
  expect((await offers()).compare).toBe('Compare');
  expect(await review()).toEqual(await (await english.lazy()).review());
});

test('lists the messages that a partial language lacks', async () => {
  const missing = await listMissingMessages(french);
  expect(missing).toContain('app.tryAgain');
  expect(missing).toContain('offers.compare');
  expect(missing).not.toContain('app.title');
  expect(missing).not.toContain('offers.term()');
});

test('lists no missing messages for a complete language', async () => {
  expect(await listMissingMessages(english)).toEqual([]);
});
