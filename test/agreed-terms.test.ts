import { afterEach, beforeEach, expect, test } from 'vitest';
import { changedTerms } from '../src/bff/rates/compare-price.ts';
import { issueOfferToken, type ShownOffer } from '../src/bff/rates/offer-token.ts';
import { checkUpstream } from '../src/bff/restore/upstream-check.ts';
import { pollSignatureRequests } from '../src/bff/signature-requests/poll.ts';
import type { MscPrice } from '../src/upstreams/msc/pricing-schema.ts';
import { MscUnavailableError } from '../src/upstreams/msc/transport.ts';
import { contract } from '../src/wire/contract.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { offerTerm, type Problem, problem } from '../src/wire/problem.ts';
import {
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let bff: TestBff;
let token: string;
/** Changes the price that the upstream returns by its ID. */
let readPrice: (price: MscPrice | undefined) => MscPrice | undefined;
beforeEach(async () => {
  readPrice = (price) => price;
  bff = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      pricing: { ...client.pricing, price: async (id) => readPrice(await client.pricing.price(id)) },
    }),
  });
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

const send = (body: unknown, key: string = crypto.randomUUID()) =>
  sendRequest(bff.app, createContract.path, { body, token, headers: { 'Idempotency-Key': key } });
const sendForProblem = async (body: unknown, key?: string): Promise<Problem> =>
  problem.parse(await (await send(body, key)).json());
const upstreamContracts = () => bff.simulator.state.contracts.list();
const changed = (patch: Partial<MscPrice>) => (price: MscPrice | undefined) => price && { ...price, ...patch };

test('if fees rise after the offer, no contract is created, and the response has the old and the new fees', async () => {
  const offer = await firstOffer(bff.app, token);
  bff.simulator.state.scenario.update({ fees: 'changed' });
  const key = 'fees-that-were-raised';
  const rejected = await sendForProblem(contractRequestFor(offer), key);
  expect(rejected).toMatchObject({ status: 409, code: 'rate_changed', offer: { id: offer.id, rate: offer.rate } });
  expect(rejected.changes?.map(({ term }) => term)).toEqual(['monthlyFee', 'earlyTermination']);
  expect(rejected.changes?.[1]?.to).toBe('flat 2500');
  expect(rejected.offer?.monthlyFee.amount).not.toBe(offer.monthlyFee.amount);
  expect(await sendForProblem(contractRequestFor(offer), key)).toEqual(rejected);
  expect(upstreamContracts()).toEqual([]);

  if (!rejected.offer) throw new Error('no offer in the response');
  expect((await send(contractRequestFor(rejected.offer))).status).toBe(201);
});

test.each<[string, Partial<MscPrice>, string]>([
  ['monthly fee', { monthlyFee: '499.00' }, 'monthlyFee'],
  ['broker fee', { brokerFeeMils: '9.5' }, 'brokerFee'],
  ['early termination fee', { earlyTermination: { kind: 'per_month_left', amount: '900' } }, 'earlyTermination'],
  ['usage tolerance', { swingPercent: 1.5 }, 'swingPercent'],
  ['renewable share', { greenPercent: 3.5 }, 'greenPercent'],
  ['rate', { rate: { amount: '0.9', unit: 'kWh' } }, 'rate'],
  ['term', { termMonths: 60 }, 'termMonths'],
  ['start month', { startMonth: '2031-01' }, 'startMonth'],
  ['usage band', { usageBand: { from: '0', to: '999999', unit: 'kWh' } }, 'usageBand'],
  ['documents', { documents: [{ kind: 'terms', url: 'https://supplier.example/other-terms' }] }, 'documents'],
  ['supplier', { supplier: { id: 'X', name: 'Another Supplier', licences: [] } }, 'supplier'],
  ['zone', { zone: 'LZ_SOUTH' }, 'zone'],
  [
    'estimate of a charge',
    { components: [{ kind: 'capacity', treatment: 'passed_through', estimate: '0.05', estimateSource: 'X' }] },
    'components',
  ],
  ['list of included charges', { components: [{ kind: 'energy', treatment: 'passed_through' }] }, 'components'],
])(
  'a contract request after the %s has changed gets rate_changed with the old and the new value',
  async (_, patch, term) => {
    const offer = await firstOffer(bff.app, token);
    readPrice = changed(patch);
    const { code, changes } = await sendForProblem(contractRequestFor(offer));
    expect(code).toBe('rate_changed');
    expect(changes).toEqual([
      { term, from: term === 'swingPercent' ? null : expect.any(String), to: expect.any(String) },
    ]);
    expect(upstreamContracts()).toEqual([]);
  },
);

test('amounts with different trailing zeros and documents in another order do not count as changed terms', async () => {
  const offer = await firstOffer(bff.app, token);
  readPrice = (price) =>
    price && {
      ...price,
      monthlyFee: `${price.monthlyFee}${price.monthlyFee.includes('.') ? '0' : '.0'}`,
      documents: price.documents.toReversed(),
    };
  expect((await send(contractRequestFor(offer))).status).toBe(201);
});

test('a contract request at a withdrawn price gets offer_gone', async () => {
  const offer = await firstOffer(bff.app, token);
  readPrice = () => undefined;
  expect((await sendForProblem(contractRequestFor(offer))).code).toBe('offer_gone');
  expect(upstreamContracts()).toEqual([]);
});

test('while the price cannot be read, no contract is created; a later retry with the same key creates the contract', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  readPrice = () => {
    throw new MscUnavailableError('price', 'network', { retryAfter: 7 });
  };
  const key = 'the-price-cannot-be-read';
  const answer = await send(body, key);
  expect(answer.headers.get('Retry-After')).toBe('7');
  expect(problem.parse(await answer.json())).toMatchObject({ status: 503, code: 'price_check_unavailable' });
  expect(await bff.appContext.store.selectFrom('contracts').selectAll().execute()).toEqual([]);
  expect(upstreamContracts()).toEqual([]);

  readPrice = (price) => price;
  expect((await send(body, key)).status).toBe(201);
  expect(upstreamContracts()).toHaveLength(1);
});

test('the contract shows the fees of the offer, and its row keeps every fee that was shown', async () => {
  const offer = await firstOffer(bff.app, token);
  const created = await send(contractRequestFor(offer));
  expect(created.status).toBe(201);
  const { monthlyFee, earlyTermination } = contract.parse(await created.json()).terms;
  expect(Number(monthlyFee?.amount)).toBe(Number(offer.monthlyFee.amount));
  expect(earlyTermination).toEqual(offer.earlyTermination);
  const { terms } = await bff.appContext.store.selectFrom('contracts').select('terms').executeTakeFirstOrThrow();
  expect(JSON.parse(terms)).toMatchObject({
    supplierLicense: offer.supplier.license,
    brokerFeeMils: offer.brokerFee.mils,
    earlyTermination: { kind: offer.earlyTermination.kind, amount: offer.earlyTermination.amount.amount },
    swingPercent: offer.swingPercent,
    greenPercent: offer.greenPercent,
  });
  expect(Number(JSON.parse(terms).monthlyFee)).toBe(Number(offer.monthlyFee.amount));
});

test('an offer token from an older version, which pinned fewer terms, counts as expired', async () => {
  const offer = await firstOffer(bff.app, token);
  const [body = ''] = offer.offerToken.split('.');
  const [expires, shown]: [number, ShownOffer] = JSON.parse(Buffer.from(body, 'base64url').toString());
  const { monthlyFee: _, ...old } = shown;
  const site = bff.appContext.partners.sites.get('pk_test_demo');
  if (!site) throw new Error('no site');
  const oldToken = issueOfferToken(bff.appContext.keys, site, old as ShownOffer, new Date(expires * 1000), new Date());
  expect((await sendForProblem({ ...contractRequestFor(offer), offerToken: oldToken })).code).toBe('offer_expired');
});

test('every term that a rate_changed problem can contain is compared with the current price', async () => {
  const offer = await firstOffer(bff.app, token);
  const [body = ''] = offer.offerToken.split('.');
  const [, shown]: [number, ShownOffer] = JSON.parse(Buffer.from(body, 'base64url').toString());
  const access = bff.appContext.partners.access('lonestar', 'test');
  const price = access && (await bff.appContext.enrollment(access).price(offer.id));
  if (!price) throw new Error('no price');
  expect(changedTerms(shown, price)).toEqual([]);
  const other = changedTerms(shown, {
    id: 'other',
    commodity: 'gas',
    supplier: { id: 'x', name: 'x' },
    product: { name: 'x', kind: 'index' },
    utility: 'x',
    zone: 'x',
    termMonths: 99,
    startMonth: 'x',
    rate: { amount: '99', unit: 'therm' },
    monthlyFee: '99',
    brokerFeeMils: '99',
    greenPercent: 99,
    swingPercent: 99,
    earlyTermination: { kind: 'flat', amount: { amount: '99', currency: 'USD' } },
    usageBand: { from: '98', to: '99', unit: 'therm' },
    documents: [],
    validUntil: price.validUntil,
  });
  expect(other.map(({ term }) => term)).toEqual(offerTerm.options);
});

/**
 * Creates a BFF whose first `lost` contract requests time out. The upstream processes the last of these requests when
 * `finishUpstream` is called.
 */
async function createLateBff({ siteKey, lost = 1 }: { readonly siteKey?: string; readonly lost?: number } = {}) {
  let finish: (() => Promise<unknown>) | undefined;
  let attempts = 0;
  const hooks = { beforePrice: async (): Promise<void> => {} };
  const late = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      pricing: {
        ...client.pricing,
        async price(id) {
          await hooks.beforePrice();
          return client.pricing.price(id);
        },
      },
      contracting: {
        ...client.contracting,
        async createContract(input) {
          attempts += 1;
          if (attempts > lost) return client.contracting.createContract(input);
          finish = () => client.contracting.createContract(input);
          throw new MscUnavailableError('CreateContract', 'timeout');
        },
      },
    }),
  });
  const session = await openSession(late.app, siteKey);
  const body = contractRequestFor(await firstOffer(late.app, session.token));
  const submit = (request = body, key = 'an-attempt-that-is-late') =>
    sendRequest(late.app, createContract.path, {
      body: request,
      token: session.token,
      headers: { 'Idempotency-Key': key },
    });
  return {
    ...late,
    token: session.token,
    /** `beforePrice` is called before the price is read again. */
    hooks,
    submit,
    submitForCode: async (): Promise<string> => problem.parse(await (await submit()).json()).code,
    finishUpstream: async () => finish?.(),
  };
}

/**
 * Makes the BFF refuse the request because a fee has changed. Then the request's contract appears upstream, and a check
 * finds that contract.
 */
async function bringBack(late: Awaited<ReturnType<typeof createLateBff>>): Promise<void> {
  await checkUpstream(late.appContext);
  expect(await late.submitForCode()).toBe('contract_outcome_unknown');
  late.simulator.state.scenario.update({ fees: 'changed' });
  late.clock.now = () => new Date(Date.now() + 3 * 60_000);
  expect(await late.submitForCode()).toBe('rate_changed');
  late.simulator.state.scenario.update({ fees: 'unchanged' });
  await late.finishUpstream();
  late.clock.now = () => new Date(Date.now() + 11 * 60_000);
  await checkUpstream(late.appContext);
}

test('a request is not refused because of a changed fee while an earlier attempt may still complete upstream', async () => {
  const late = await createLateBff();
  try {
    expect(await late.submitForCode()).toBe('contract_outcome_unknown');
    late.simulator.state.scenario.update({ fees: 'changed' });
    expect(await late.submitForCode()).toBe('contract_outcome_unknown');
    late.simulator.state.scenario.update({ fees: 'unchanged' });
    await late.finishUpstream();
    expect((await late.submit()).status).toBe(201);
    expect(late.simulator.state.contracts.list()).toHaveLength(1);
  } finally {
    await late.close();
  }
});

test('a contract that appears upstream after its request was refused is recorded, and no second contract is created', async () => {
  const late = await createLateBff();
  try {
    await bringBack(late);
    const [row] = await late.appContext.store.selectFrom('contracts').selectAll().execute();
    expect(row).toMatchObject({ intent: 'created', refusal: null });
    expect(await late.appContext.store.selectFrom('contract_evidence').select('contract_id').execute()).toHaveLength(1);
    const again = contractRequestFor(await firstOffer(late.app, late.token));
    const { code } = problem.parse(await (await late.submit(again, 'another-request-of-the-customer')).json());
    expect(code).toBe('contract_exists');
    expect(late.simulator.state.contracts.list()).toHaveLength(1);
  } finally {
    await late.close();
  }
});

test('a refusal does not overwrite a contract that an upstream check has completed in the meantime', async () => {
  const late = await createLateBff();
  try {
    await checkUpstream(late.appContext);
    expect(await late.submitForCode()).toBe('contract_outcome_unknown');
    late.simulator.state.scenario.update({ fees: 'changed' });
    late.clock.now = () => new Date(Date.now() + 11 * 60_000);
    late.hooks.beforePrice = async () => {
      late.hooks.beforePrice = async () => {};
      late.simulator.state.scenario.update({ fees: 'unchanged' });
      await late.finishUpstream();
      await checkUpstream(late.appContext);
      late.simulator.state.scenario.update({ fees: 'changed' });
    };
    expect(await late.submitForCode()).toBe('contract_outcome_unknown');
    expect((await late.submit()).status).toBe(201);
    expect(late.simulator.state.contracts.list()).toHaveLength(1);
  } finally {
    await late.close();
  }
});

test('on a site that signs by email, a contract that appears after its request was refused is emailed to its signer', async () => {
  const late = await createLateBff({ siteKey: 'pk_test_email' });
  try {
    await bringBack(late);
    await pollSignatureRequests(late.appContext);
    const recipients = () => late.simulator.state.mailbox.list().map(({ to }) => to);
    await expect.poll(recipients).toEqual(['dana@trinity-bakery.example']);
  } finally {
    await late.close();
  }
});

test('a request is refused only when the contract of its latest attempt can no longer appear upstream', async () => {
  const late = await createLateBff({ lost: 2 });
  const submitAfter = (seconds: number) => {
    late.clock.now = () => new Date(Date.now() + seconds * 1_000);
    return late.submitForCode();
  };
  try {
    expect(await submitAfter(0)).toBe('contract_outcome_unknown');
    expect(await submitAfter(150)).toBe('contract_outcome_unknown');
    late.simulator.state.scenario.update({ fees: 'changed' });
    expect(await submitAfter(153)).toBe('contract_outcome_unknown');
    expect(await submitAfter(300)).toBe('rate_changed');
  } finally {
    await late.close();
  }
});

test('retries that create nothing do not prolong the wait for a lost attempt', async () => {
  const lost = await createLateBff();
  const submitAfter = (seconds: number) => {
    lost.clock.now = () => new Date(Date.now() + seconds * 1_000);
    return lost.submitForCode();
  };
  try {
    expect(await submitAfter(0)).toBe('contract_outcome_unknown');
    lost.simulator.state.scenario.update({ fees: 'changed' });
    // Retries at the intervals that `Retry-After` gives.
    for (const seconds of [30, 60, 90]) expect(await submitAfter(seconds)).toBe('contract_outcome_unknown');
    expect(await submitAfter(125)).toBe('rate_changed');
  } finally {
    await lost.close();
  }
});

test('a few minutes after a lost attempt that created no contract, a retry is refused if a fee has changed', async () => {
  const lost = await createLateBff();
  try {
    expect((await lost.submit()).status).toBe(503);
    lost.simulator.state.scenario.update({ fees: 'changed' });
    lost.clock.now = () => new Date(Date.now() + 3 * 60_000);
    expect(await lost.submitForCode()).toBe('rate_changed');
  } finally {
    await lost.close();
  }
});
