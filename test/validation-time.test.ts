import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { validate } from '../src/bff/http/request-body.ts';
import type { Endpoint } from '../src/wire/endpoint.ts';
import { endpoints } from '../src/wire/endpoints.ts';
import { email } from '../src/wire/primitives.ts';
import { bodiesByTextField, WORST_CASE_TEXTS } from './fixtures/text-fields.ts';

/** A linear check of 60,000 characters takes at most a millisecond. A quadratic check takes about a second. */
const MAX_MS = 100;

/** The duration of the fastest of several runs, because another process may interrupt a run. */
function millisecondsOf(work: () => unknown): number {
  const runs = Array.from({ length: 3 }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return Math.min(...runs);
}

const fields = Object.entries<Endpoint>(endpoints).flatMap(([name, { body, query }]) =>
  [body, query].flatMap((schema) =>
    schema
      ? bodiesByTextField(schema).map((field) => ({ name, schema, ...field, label: `${name} ${field.path}` }))
      : [],
  ),
);

test.each(fields)('worst-case texts of 60,000 characters in $label are rejected quickly', ({ schema, bodyWith }) => {
  for (const text of WORST_CASE_TEXTS) {
    const milliseconds = millisecondsOf(() => schema.safeParse(bodyWith(text)));
    expect(milliseconds, text.slice(0, 20)).toBeLessThan(MAX_MS);
    expect(schema.safeParse(bodyWith(text)).success).toBe(false);
  }
});

test('more than 40 text fields are tested, including the signer’s email address', () => {
  expect(fields.length).toBeGreaterThan(40);
  expect(fields.map(({ label }) => label)).toContain('createContract /signer/email');
});

test('a body with thousands of unknown fields gets a response with at most 20 errors', () => {
  const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, 1]));
  expect(() => validate(z.strictObject({ email }), body)).toThrow(
    expect.objectContaining({
      problem: expect.objectContaining({ code: 'invalid_request', errors: expect.toSatisfy(isShort) }),
    }),
  );
});

const isShort = (errors: readonly unknown[]): boolean => errors.length === 20;
