import { expect, test } from 'vitest';
import { endHint } from './end-hint.ts';

test.each([
  ['signing_complete', 'finished'],
  ['decline', 'finished'],
  ['viewing_complete', 'returned'],
  ['cancel', 'put_aside'],
  ['session_timeout', 'timed_out'],
  ['ttl_expired', 'timed_out'],
  ['exception', 'interrupted'],
  ['fax_pending', 'interrupted'],
  ['something_of_next_year', 'interrupted'],
  ['constructor', 'interrupted'],
  [7, 'interrupted'],
])('a session that ended with %s is taken as %s', (sessionEndType, hint) => {
  expect(endHint({ sessionEndType })).toBe(hint);
});

test.each([undefined, null, 'signing_complete', {}, []])(
  'an event of no known shape, %o, was an interruption',
  (event) => {
    expect(endHint(event)).toBe('interrupted');
  },
);
