import { type AuditResult, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimulatorHarness, type SimulatorHarness } from '../../../test/support/simulator-harness.ts';

/*
 * Runs the official audit suite of GraphQL over HTTP (https://github.com/graphql/graphql-over-http) against the
 * simulator.
 */
let harness: SimulatorHarness;
beforeAll(async () => {
  harness = await createSimulatorHarness();
});
afterAll(() => harness.close());

const fetchFn = async (url: string, init: RequestInit = {}): Promise<Response> => {
  const headers = new Headers(init.headers);
  headers.set('X-Api-Key', harness.credentials.apiKey);
  headers.set('Authorization', `Bearer ${await harness.token()}`);
  const { pathname, search } = new URL(url);
  return harness.fetch(pathname + search, { ...init, headers });
};
const audits = serverAudits({ url: 'http://simulator.example/msc/test/graphql', fetchFn });

test('the audit suite is not empty', () => {
  expect(audits.length).toBeGreaterThan(50);
});

test.each(audits.filter(({ name }) => name.startsWith('MUST')))('$name', async ({ fn }) => {
  const result: AuditResult = await fn();
  expect(result.status === 'ok' ? '' : result.reason).toBe('');
});
