import { expect, test } from 'vitest';
import { toSessionEndReason } from './docusign.ts';

test.each([
  ['signing_complete', 'finished'],
  ['decline', 'finished'],
  ['viewing_complete', 'returned'],
  ['cancel', 'postponed'],
  ['session_timeout', 'timed_out'],
  ['ttl_expired', 'timed_out'],
  ['exception', 'interrupted'],
  ['fax_pending', 'interrupted'],
  ['something_of_next_year', 'interrupted'],
  ['constructor', 'interrupted'],
  [7, 'interrupted'],
])('maps DocuSign’s session end type %s to %s', (sessionEndType, reason) => {
  expect(toSessionEndReason({ sessionEndType })).toBe(reason);
});

test.each([undefined, null, 'signing_complete', {}, []])(
  'treats the malformed session end event %o as an interruption',
  (event) => {
    expect(toSessionEndReason(event)).toBe('interrupted');
  },
);
