import { expect, test } from 'vitest';
import { endpoints } from '../../wire/endpoints.ts';
import { openapiDocument } from './document.ts';

const document = openapiDocument('https://shop.example');

test('the OpenAPI document contains every endpoint of the wire API with its method', () => {
  const paths = document.paths as Record<string, Record<string, { operationId: string }>>;
  for (const [name, endpoint] of Object.entries(endpoints)) {
    expect(paths[endpoint.path]?.[endpoint.method.toLowerCase()]?.operationId).toBe(name);
  }
});

test('the OpenAPI document contains validation rules, such as the pattern for tax IDs', () => {
  expect(JSON.stringify(document.paths)).toContain(JSON.stringify('^\\d{9}$'));
});
