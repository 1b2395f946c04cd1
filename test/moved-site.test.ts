import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/bff/app.ts';
import type { Partners } from '../src/bff/enrollment/partner-access.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { createSigningSession } from '../src/wire/signing.ts';
import {
  contractRequestFor,
  createTestBff,
  createTestContract,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { loseContractResponses } from './fixtures/lost-responses.ts';

let bff: TestBff;
let token: string;
let isLost: boolean;
let calledPartners: string[];
beforeEach(async () => {
  isLost = false;
  calledPartners = [];
  bff = await createTestBff({ wrapMscClient: loseContractResponses(() => isLost) });
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

/** The server after a reload that moves every site from the partner `lonestar` to the partner `pecan`. */
function appWithMovedSites(isFirstPartnerConfigured = true) {
  const { partners, enrollment } = bff.appContext;
  const moved: Partners = {
    sites: new Map([...partners.sites].map(([key, site]) => [key, { ...site, partner: 'pecan' }])),
    access(partner, environment) {
      if (partner === 'lonestar') return isFirstPartnerConfigured ? partners.access(partner, environment) : undefined;
      const access = partners.access('lonestar', environment);
      return access && { ...access, partner };
    },
  };
  return createApp({
    ...bff.appContext,
    partners: moved,
    enrollment(access) {
      calledPartners.push(access.partner);
      return enrollment(access);
    },
  });
}

test('after a site has moved to another partner, its open contracts are signed and read with their own partner’s access', async () => {
  const { id } = await createTestContract(bff.app, token);
  const app = appWithMovedSites();
  const session = await sendRequest(app, createSigningSession.path.replace('{id}', id), {
    body: { presentation: 'popup' },
    token,
  });
  expect(session.status).toBe(201);
  const document = await sendRequest(app, `/v1/contracts/${id}/document`, { token });
  expect(document.status).toBe(200);
  expect(document.headers.get('content-type')).toBe('application/pdf');
  await document.arrayBuffer();
  expect(new Set(calledPartners)).toEqual(new Set(['lonestar']));
});

test('after a site has moved to another partner, a repeated request finds the contract whose response was lost', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  isLost = true;
  expect((await sendRequest(bff.app, createContract.path, { body, token, headers })).status).toBe(503);
  isLost = false;
  const repeated = await sendRequest(appWithMovedSites(), createContract.path, { body, token, headers });
  expect(repeated.status).toBe(201);
  expect(new Set(calledPartners)).toEqual(new Set(['lonestar']));
  expect(bff.simulator.state.contracts.list()).toHaveLength(1);
});

test('if a contract’s partner is no longer configured, its document is temporarily unavailable', async () => {
  const { id } = await createTestContract(bff.app, token);
  const document = await sendRequest(appWithMovedSites(false), `/v1/contracts/${id}/document`, { token });
  expect(document.status).toBe(503);
  expect(calledPartners).toEqual([]);
});
