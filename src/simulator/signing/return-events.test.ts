import { expect, test } from 'vitest';
import { withEvent } from './ceremony-pages.ts';

test.each([
  ['https://a.example/r', 'https://a.example/r?event=cancel'],
  ['https://a.example/r?s=a%20b', 'https://a.example/r?s=a%20b&event=cancel'],
  ['https://a.example/r?s=1#step', 'https://a.example/r?s=1&event=cancel#step'],
  ['https://a.example', 'https://a.example/?event=cancel'],
])('adds the event to the return URL %s, so that the URL becomes %s', (returnUrl, expected) => {
  expect(withEvent(returnUrl, 'cancel')).toBe(expected);
});
