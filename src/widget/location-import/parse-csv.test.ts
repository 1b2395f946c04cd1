import { describe, expect, test } from 'vitest';
import { detectSeparator, parseCsv, UnclosedQuoteError } from './parse-csv.ts';

const fields = (text: string) => parseCsv(text).map((record) => record.fields);

describe('parseCsv', () => {
  test.each([
    ['CRLF line endings', 'a,b\r\nc,d\r\n'],
    ['LF line endings', 'a,b\nc,d'],
    ['CR line endings', 'a,b\rc,d\r'],
    ['blank lines between rows', 'a,b\n\n , \nc,d\n\n'],
  ])('parses a file with %s', (_, text) => {
    expect(fields(text)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('accepts separators, line breaks and escaped quotes inside quotes', () => {
    expect(fields('"Bakery, ""North""",1\n"two\r\nlines",2')).toEqual([
      ['Bakery, "North"', '1'],
      ['two\r\nlines', '2'],
    ]);
  });

  test.each([',', ';', '\t'])('detects the separator %j', (separator) => {
    const text = ['name', '"a,b;c"', 'zip'].join(separator);
    expect(detectSeparator(text)).toBe(separator);
    expect(fields(text)).toEqual([['name', 'a,b;c', 'zip']]);
  });

  test('keeps formulas as text', () => {
    expect(fields('=1+1,@SUM(A1),"=HYPERLINK(""x"")"')).toEqual([['=1+1', '@SUM(A1)', '=HYPERLINK("x")']]);
  });

  test('counts all lines of the file, including line breaks inside quotes', () => {
    expect(parseCsv('a\n"b\nc"\n\nd').map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  test('reports the line of an unclosed quote', () => {
    expect(() => parseCsv('a\nb,"c\nd')).toThrow(new UnclosedQuoteError(2));
  });

  test('keeps a quote in the middle of a field', () => {
    expect(fields('12" pipe,x')).toEqual([['12" pipe', 'x']]);
  });
});
