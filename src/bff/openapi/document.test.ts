import { readdir } from 'node:fs/promises';
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

test('the table of endpoints lists every endpoint that a file in src/wire declares', async () => {
  const folder = new URL('../../wire/', import.meta.url);
  const names = (await readdir(folder)).filter((name) => !/test|^endpoints\.ts$/.test(name));
  const modules: Record<string, unknown>[] = await Promise.all(names.map((name) => import(new URL(name, folder).href)));
  const declared = modules.flatMap((module) => Object.entries(module)).filter(([, value]) => isEndpoint(value));
  expect(Object.keys(endpoints).sort()).toEqual(declared.map(([name]) => name).sort());
});

const isEndpoint = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;
