import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { eraseContract } from '../src/bff/commands/erase.ts';
import { reconcileUpstream } from '../src/bff/restore/reconcile-upstream.ts';
import { isContractId } from '../src/bff/store/ids.ts';
import type { MscPrice } from '../src/upstreams/msc/pricing-schema.ts';
import { type Contract, type ContractStatus, contract as contractSchema } from '../src/wire/contract.ts';
import { type CreateContractRequest, createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import { getSubmittedPurchase, type OpenedPurchase } from '../src/wire/saved-purchase.ts';
import { uploadFile } from '../src/wire/upload.ts';
import {
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
  withConsent,
} from './fixtures/bff.ts';
import { loseContractResponses } from './fixtures/lost-responses.ts';

let bff: TestBff;
let token: string;
let readPrice: (price: MscPrice | undefined) => MscPrice | undefined;
let request: CreateContractRequest;
let created: Contract;
beforeEach(async () => {
  readPrice = (price) => price;
  bff = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      pricing: { ...client.pricing, price: async (id) => readPrice(await client.pricing.price(id)) },
    }),
  });
  ({ token } = await openSession(bff.app));
  request = contractRequestFor(await firstOffer(bff.app, token));
  created = await create(request);
});
afterEach(() => bff.close());

const submit = (body: CreateContractRequest, by = token) =>
  sendRequest(bff.app, createContract.path, {
    body,
    token: by,
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  });
const create = async (body: CreateContractRequest): Promise<Contract> =>
  contractSchema.parse(await (await submit(body)).json());
const setStatus = (status: ContractStatus) =>
  bff.appContext.store.updateTable('contracts').set({ status }).where('id', '=', created.id).execute();
const fetchPurchase = (by = token, id = created.id) =>
  sendRequest(bff.app, getSubmittedPurchase.path.replace('{id}', id), { token: by });
const readPurchase = async (): Promise<OpenedPurchase> =>
  getSubmittedPurchase.response.parse(await (await fetchPurchase()).json());
const codeOf = async (response: Response): Promise<string> => problem.parse(await response.json()).code;

/** Gives another session access to the contract, as a resume link does. */
async function openWithLink(): Promise<string> {
  const { token: guest } = await openSession(bff.app);
  const { sid: sessionId } = z.object({ sid: z.string() }).parse(decodeJwt(guest));
  const { store } = bff.appContext;
  await store.insertInto('contract_sessions').values({ contract_id: created.id, session_id: sessionId }).execute();
  return guest;
}

test('the customer of a rejected contract can read the purchase without the tax ID, correct it and submit it', async () => {
  await setStatus('rejected');
  const { purchase, offer, change } = await readPurchase();
  const { taxId, ...business } = request.customer;
  expect(purchase).toEqual({
    locale: 'en',
    postalCode: '75201',
    customer: business,
    signer: request.signer,
    accounts: request.accounts,
  });
  expect(JSON.stringify(purchase)).not.toContain(taxId);
  expect(change).toBeUndefined();
  if (!offer || !purchase.signer) throw new Error('the purchase is incomplete');
  const corrected = await create(
    withConsent({
      offerToken: offer.offerToken,
      customer: { ...purchase.customer, taxId },
      signer: purchase.signer,
      accounts: purchase.accounts,
    }),
  );
  expect(corrected.id).not.toBe(created.id);
  expect(bff.simulator.state.contracts.list()).toHaveLength(2);
});

test('the purchase says that the business is tax-exempt, but does not contain the certificate', async () => {
  const sent = await bff.app.request(`${uploadFile.path}?kind=tax_exemption`, {
    method: uploadFile.method,
    headers: { Origin: pageOrigin, Authorization: `Bearer ${token}`, 'Content-Type': 'application/pdf' },
    body: '%PDF-1.7 an invented certificate',
  });
  const { id: certificate } = uploadFile.response.parse(await sent.json());
  const [account] = request.accounts;
  if (!account) throw new Error('no account');
  created = await create({
    ...request,
    taxExemption: { certificate },
    accounts: [{ ...account, identifier: '10443720012345695' }],
  });
  await setStatus('rejected');
  const { purchase } = await readPurchase();
  expect(purchase.taxExempt).toBe(true);
  expect(JSON.stringify(purchase)).not.toContain(certificate);
});

/** The request with another account number, as a correction of the created contract. */
function correction(identifier = '10443720012345695'): CreateContractRequest {
  const accounts = request.accounts.map((account) => ({ ...account, identifier }));
  return { ...request, accounts, corrects: created.id };
}

test('creating a correction of a rejected contract deletes the rejected contract’s purchase', async () => {
  await setStatus('rejected');
  await create(correction());
  expect(await codeOf(await fetchPurchase())).toBe('purchase_unavailable');
});

test('a second correction of a rejected contract learns about the first, even with another account and signer', async () => {
  const guest = await openWithLink();
  await setStatus('rejected');
  const { reference } = await create(correction());
  const other = correction('10443720012345701');
  const signer = { ...other.signer, email: 'other@bakery.example' };
  const refused = problem.parse(await (await submit(withConsent({ ...other, signer }), guest)).json());
  expect(refused).toMatchObject({ code: 'contract_exists', contract: { reference } });
  expect(bff.simulator.state.contracts.list()).toHaveLength(2);
});

test('a correction whose response was lost replaces the rejected contract when the upstream check finds the correction', async () => {
  let isLost = false;
  await bff.close();
  bff = await createTestBff({ wrapMscClient: loseContractResponses(() => isLost) });
  ({ token } = await openSession(bff.app));
  request = contractRequestFor(await firstOffer(bff.app, token));
  created = await create(request);
  await setStatus('rejected');
  isLost = true;
  expect(await codeOf(await submit(correction()))).toBe('contract_outcome_unknown');
  isLost = false;
  const outcomes: string[] = [];
  const since = new Date(Date.now() - 60 * 60_000).toISOString();
  for await (const { outcome } of reconcileUpstream(bff.appContext, since, {
    siteKey: undefined,
    isOurs: isContractId,
  }))
    outcomes.push(outcome);
  expect(outcomes).toContain('completed');
  expect(await codeOf(await fetchPurchase())).toBe('purchase_unavailable');
});

test('creating a contract that is not a correction keeps the rejected contract’s purchase', async () => {
  await setStatus('rejected');
  await create({ ...request, customer: { ...request.customer, tradeName: 'Trinity Bread' } });
  expect((await fetchPurchase()).status).toBe(200);
});

test('a correction replaces neither a contract of another session nor a contract that is still in progress', async () => {
  const creator = token;
  ({ token } = await openSession(bff.app));
  await setStatus('rejected');
  await create(correction());
  expect((await fetchPurchase(creator)).status).toBe(200);
  token = creator;
  await setStatus('signed');
  await create(correction('10443720012345696'));
  await setStatus('rejected');
  expect((await fetchPurchase()).status).toBe(200);
});

test('a correction from a session that opened the contract with a link deletes the rejected contract’s purchase', async () => {
  await setStatus('rejected');
  const creator = token;
  token = await openWithLink();
  await create(correction());
  expect(await codeOf(await fetchPurchase(creator))).toBe('purchase_unavailable');
});

test.each<ContractStatus>(['sent', 'signed', 'accepted', 'flowing', 'cancelled'])(
  'the purchase of a contract that is %s can be read only by the session that entered it',
  async (status) => {
    await setStatus(status);
    expect((await readPurchase()).purchase.customer.legalName).toBe(request.customer.legalName);
    const guest = await openWithLink();
    const response = await fetchPurchase(guest);
    expect([response.status, await codeOf(response)]).toEqual([410, 'purchase_unavailable']);
  },
);

test('only sessions with access to the contract can read its purchase', async () => {
  await setStatus('rejected');
  const other = await openSession(bff.app);
  expect((await fetchPurchase(other.token)).status).toBe(404);
});

test('the purchase of a rejected contract includes a changed offer with the old terms, but no offer that is gone', async () => {
  await setStatus('rejected');
  readPrice = (price) => price && { ...price, rate: { ...price.rate, amount: '0.0999' } };
  const { offer, change } = await readPurchase();
  expect(offer?.rate.amount).toBe('0.0999');
  expect(change?.from.rate).toEqual(created.terms.rate);
  expect(change?.terms.map(({ term }) => term)).toEqual(['rate']);
  readPrice = () => undefined;
  expect((await readPurchase()).offer).toBeUndefined();
});

test('the purchase of an erased contract cannot be read', async () => {
  await setStatus('rejected');
  await eraseContract(bff.appContext.store, created.id);
  expect((await fetchPurchase()).status).toBe(404);
  expect(await bff.appContext.store.selectFrom('contract_payloads').selectAll().execute()).toEqual([]);
});
