import { expect, test } from 'vitest';
import { MscRejectedError, MscUnavailableError } from '../../upstreams/msc/transport.ts';
import { toProblem } from './problem.ts';

test.each([
  ['prices', 422, 'invalid_request'],
  ['utilities', 400, 'invalid_request'],
  ['prices', 404, 'upstream_invalid'],
  ['prices', 401, 'upstream_invalid'],
  ['CreateContract', 422, 'upstream_invalid'],
])('maps a rejected %s call with status %i to %s', (operation, status, code) => {
  expect(toProblem(new MscRejectedError(operation, status, 'HTTP'))?.problem.code).toBe(code);
});

test('passes on the upstream’s Retry-After', () => {
  const error = new MscUnavailableError('prices', 'status', { status: 429, retryAfter: 7 });
  expect(toProblem(error)?.problem).toMatchObject({ code: 'upstream_unavailable', retryAfter: 7 });
});

test('returns undefined for an error that is not an upstream error', () => {
  expect(toProblem(new TypeError('ours'))).toBeUndefined();
});
