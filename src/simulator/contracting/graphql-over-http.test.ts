import { type AuditResult, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from '../test-stage.ts';

/*
 * The audit of GraphQL over HTTP (https://github.com/graphql/graphql-over-http) that the specification's authors keep: what
 * a server must do, the stand-in does.
 */
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** The audit's requests, with a partner's credentials. */
const fetchFn = async (url: string, init: RequestInit = {}): Promise<Response> => {
  const headers = new Headers(init.headers);
  headers.set('X-Api-Key', stage.credentials.apiKey);
  headers.set('Authorization', `Bearer ${await stage.token()}`);
  const { pathname, search } = new URL(url);
  return stage.visit(pathname + search, { ...init, headers });
};
const audits = serverAudits({ url: 'http://simulator.example/msc/test/graphql', fetchFn });

test('there is an audit', () => {
  expect(audits.length).toBeGreaterThan(50);
});

test.each(audits.filter(({ name }) => name.startsWith('MUST')))('$name', async ({ fn }) => {
  const result: AuditResult = await fn();
  expect(result.status === 'ok' ? '' : result.reason).toBe('');
});
