import { expect, test } from 'vitest';
import { MscRejectedError, MscUnavailableError } from '../../upstreams/msc/errors.ts';
import { upstreamProblem } from './upstream-problem.ts';

test.each([
  ['prices', 422, 'invalid_request'],
  ['utilities', 400, 'invalid_request'],
  ['prices', 404, 'upstream_invalid'],
  ['prices', 401, 'upstream_invalid'],
  ['CreateContract', 422, 'upstream_invalid'],
])('%s refused with %i is %s to the page', (operation, status, code) => {
  expect(upstreamProblem(new MscRejectedError(operation, status, 'HTTP'))?.problem.code).toBe(code);
});

test('the wait an upstream asks for is passed on', () => {
  const error = new MscUnavailableError('prices', 'status', { status: 429, retryAfter: 7 });
  expect(upstreamProblem(error)?.problem).toMatchObject({ code: 'upstream_unavailable', retryAfter: 7 });
});

test('what did not come from the upstream is not told as if it had', () => {
  expect(upstreamProblem(new TypeError('ours'))).toBeUndefined();
});
