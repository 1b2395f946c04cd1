import { expect, test } from 'vitest';
import { formatRange, parseRange, resolveRange, sliceStream } from './byte-range.ts';

test.each(['bytes=0-99', 'bytes=5-', 'bytes=-20'])('parses and formats the range %s', (header) => {
  const range = parseRange(header);
  expect(range && formatRange(range)).toBe(header);
});

test.each([undefined, '', 'bytes=', 'bytes=-', 'bytes=9-5', 'bytes=0-1,5-6', 'lines=0-9', 'bytes=1e3-', 'bytes=a-b'])(
  'ignores the range %j',
  (header) => expect(parseRange(header)).toBeUndefined(),
);

test.each([
  ['bytes=0-0', { first: 0, last: 0 }],
  ['bytes=5-', { first: 5, last: 9 }],
  ['bytes=5-100', { first: 5, last: 9 }],
  ['bytes=-3', { first: 7, last: 9 }],
  ['bytes=-100', { first: 0, last: 9 }],
  ['bytes=10-', undefined],
  ['bytes=-0', undefined],
])('resolves the range %s for a body of ten bytes to %j', (header, part) => {
  const range = parseRange(header);
  expect(range && resolveRange(range, 10)).toEqual(part);
});

test('slices a stream across chunks, and stops reading after the range', async () => {
  let read = 0;
  async function* chunks() {
    for (const text of ['abc', 'def', 'ghi', 'jkl']) {
      read++;
      yield new TextEncoder().encode(text);
    }
  }
  let text = '';
  for await (const chunk of sliceStream(chunks(), { first: 2, last: 6 })) text += new TextDecoder().decode(chunk);
  expect(text).toBe('cdefg');
  expect(read).toBe(3);
});
