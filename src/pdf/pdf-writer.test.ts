import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, test } from 'vitest';
import { createPdfWriter, toDrawableText } from './pdf-writer.ts';

test.each([
  ['Łódź Đặng Nguyễn', 'Lódz Dang Nguyen'],
  ['Müller & Søn, “Café” €5', 'Müller & Søn, “Café” €5'],
  ['東京 🙂', '?? ?'],
  ['first\nsecond\tthird', 'first second third'],
  ['ﬁve', 'five'],
  ['cafe\u0301', 'café'],
  ['نان', '???'],
])('draws the text %j as %j', (text, drawnText) => {
  expect(toDrawableText(text)).toBe(drawnText);
});

test('long names and values continue on further lines and pages, and the metadata has the title and the language', async () => {
  const createdAt = new Date('2027-01-04T15:04:05Z');
  const writer = await createPdfWriter({ title: 'Oferta de 東京', language: 'es-US', createdAt });
  for (let count = 0; count < 40; count++) writer.entry('W'.repeat(60), `${'word '.repeat(100)}${'x'.repeat(300)}`);
  const pages: string[] = [];
  const bytes = await writer.finish((page, pageCount) => {
    pages.push(`${page}/${pageCount}`);
    return 'Header';
  });
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  expect(document.getPageCount()).toBeGreaterThan(5);
  expect(pages).toHaveLength(document.getPageCount());
  expect(document.getTitle()).toBe('Oferta de ??');
  expect(document.getLanguage()).toBe('es-US');
  expect(document.getCreationDate()).toEqual(createdAt);
});
