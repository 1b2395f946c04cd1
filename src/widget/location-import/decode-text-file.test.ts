import { expect, test } from 'vitest';
import { decodeTextFile } from './parse-csv.ts';

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));
const utf16 = (text: string, isLittleEndian: boolean) =>
  new Uint8Array([...text].flatMap((char) => (isLittleEndian ? [char.charCodeAt(0), 0] : [0, char.charCodeAt(0)])));

test.each([
  ['UTF-8', bytes('name\nCafé'), 'name\nCafé', 'utf-8'],
  ['UTF-8 with a byte order mark', bytes([0xef, 0xbb, 0xbf], 'name'), 'name', 'utf-8'],
  ['UTF-16 with a byte order mark', bytes([0xff, 0xfe], [...utf16('name', true)]), 'name', 'utf-16le'],
  ['UTF-16 without a byte order mark', utf16('name;zip', true), 'name;zip', 'utf-16le'],
  ['big-endian UTF-16 without a byte order mark', utf16('name;zip', false), 'name;zip', 'utf-16be'],
  ['Windows-1252', bytes('Caf', [0xe9], ' ', [0x80]), 'Café €', 'windows-1252'],
])('decodes a text file in %s', (_, file, text, encoding) => {
  expect(decodeTextFile(file)).toEqual({ text, encoding });
});

test.each([
  ['no content', bytes(''), 'empty'],
  ['only whitespace', bytes(' \r\n\t'), 'empty'],
  ['a workbook', bytes('PK', [3, 4]), 'spreadsheet'],
  ['a workbook in the old binary format', bytes([0xd0, 0xcf, 0x11, 0xe0]), 'spreadsheet'],
  ['an image', bytes([0x89], 'PNG', [13, 10, 26, 10, 0, 1, 2, 0]), 'binary'],
])('rejects a file with %s', (_, file, kind) => {
  expect(decodeTextFile(file)).toEqual({ kind });
});
