import { expect, test } from 'vitest';
import { readStartTags } from './embed.ts';

const summary = (html: string) =>
  readStartTags(html).map(({ name, attributes, isInert }) => [name, Object.fromEntries(attributes), isInert]);

test.each([
  [
    '<SCRIPT Async SRC=/shopper.js data-site=pk_test_a></SCRIPT>',
    [['script', { async: '', src: '/shopper.js', 'data-site': 'pk_test_a' }, false]],
  ],
  [`<script src='a?x=1&amp;y=2&#38;z=&#x26;' src="b">`, [['script', { src: 'a?x=1&y=2&z=&' }, false]]],
  ['<script\n src = "a>b"\n/>', [['script', { src: 'a>b' }, false]]],
  ['<!-- <script src="a"></script> --><p>', [['p', {}, false]]],
  [
    '<!--> <b> <!---> <i> <!-- a --!> <u>',
    [
      ['b', {}, false],
      ['i', {}, false],
      ['u', {}, false],
    ],
  ],
  [
    '<script>document.write("<script src=a>")</script><p>',
    [
      ['script', {}, false],
      ['p', {}, false],
    ],
  ],
  [
    '<textarea><script src="a"></textarea ><p>',
    [
      ['textarea', {}, false],
      ['p', {}, false],
    ],
  ],
  [
    '<template><script src="a"></script></template><p>',
    [
      ['template', {}, false],
      ['script', { src: 'a' }, true],
      ['p', {}, false],
    ],
  ],
  [
    '<noscript><i></noscript><b>',
    [
      ['noscript', {}, false],
      ['i', {}, true],
      ['b', {}, false],
    ],
  ],
  ['a < b <3 </> <?php echo "<i>" ?> <b>', [['b', {}, false]]],
  // A tag that is not closed before the end of the page is not a tag.
  ['<!doctype html><b><p title="unclosed', [['b', {}, false]]],
  ['<p =a b=>', [['p', { '=a': '', b: '' }, false]]],
])('parses %j as a browser does', (html, expected) => {
  expect(summary(html)).toEqual(expected);
});

test.each(['<', '<a ', '<!--', '<a b="', '<script>', '</a ', '<a b=&#38;'])(
  'parsing a megabyte of %j takes less than two seconds',
  (text) => {
    const start = performance.now();
    readStartTags(text.repeat(1_000_000 / text.length));
    expect(performance.now() - start).toBeLessThan(2_000);
  },
);
