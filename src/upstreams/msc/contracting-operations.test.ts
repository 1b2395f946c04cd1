import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import * as operations from './contracting-operations.ts';

const schema = buildSchema(readFileSync(new URL('./contracting.graphql', import.meta.url), 'utf8'));

test.each(Object.entries(operations))('the operation %s is valid against the GraphQL schema', (_, document) => {
  expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
});

test('the validation detects a field that is not in the GraphQL schema', () => {
  const misspelled = operations.contractOperation.replace('documentUrl', 'documentURL');
  expect(validate(schema, parse(misspelled))).toHaveLength(1);
});
