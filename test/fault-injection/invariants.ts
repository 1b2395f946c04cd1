import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { ContractInput } from '../../src/simulator/contracting/contract-input.ts';
import type { MscPrice } from '../../src/upstreams/msc/pricing-schema.ts';
import { type Contract, contract as contractSchema } from '../../src/wire/contract.ts';
import { STATUS_RANK } from '../../src/wire/contract-status.ts';
import type { Offer } from '../../src/wire/offer.ts';
import type { Customer } from './customer.ts';
import type { Harness } from './harness.ts';
import { siteOf } from './partners-file.ts';
import { waitUntil } from './wait-until.ts';

/** Longer than any response may take. */
const MAX_RESPONSE_MS = 30_000;
/** Maximum memory of the server in kilobytes. A leak, or buffering a response a hundred times, would exceed it. */
const MAX_MEMORY_KB = 500_000;

/**
 * Checks invariants A–G against the simulator's own records after all faults have stopped: each customer who wanted a
 * contract has exactly one, each acknowledged webhook is recorded, and no personal data was exposed. Lost and
 * duplicate contracts are counted; everything else is asserted.
 */
export async function checkInvariants(harness: Harness): Promise<void> {
  const { state, counters } = harness;
  const customers = harness.customers.filter((customer) => !harness.erased.has(customer));
  await harness.upstream.recover();
  const created = new Map<string, Contract>();
  for (const customer of customers) {
    if (!customer.isExpectingContract()) continue;
    const contract = await customer.submitUntilCreated().catch(() => undefined);
    if (contract) created.set(customer.legalName, contract);
    else counters.contractsLost += 1;
  }
  await waitForConvergence(harness);

  // A: one contract per customer, created upstream once.
  const upstream = state.contracts.list();
  counters.contracts += upstream.length;
  for (const customer of customers) {
    const upstreamContract = upstream.filter(isOf(customer));
    counters.contractsDuplicated += Math.max(0, upstreamContract.length - 1);
    const contract = created.get(customer.legalName);
    if (contract && upstreamContract.every(({ input }) => input.partnerReference !== contract.id))
      counters.contractsLost += 1;
    if (!contract && upstreamContract.length) counters.contractsLost += 1;
  }
  for (const { id } of upstream) {
    const creations = harness.journal.filter(({ summary }) => summary === `createContract ${id}`);
    counters.contractsDuplicated += Math.max(0, creations.length - 1);
  }

  // B and C: acknowledged webhooks are recorded, and the contract has the highest-ranked status that was reported,
  // which is consistent with the upstream's status.
  const acknowledgedEvents = acknowledged(harness);
  counters.events += acknowledgedEvents.length;
  for (const customer of customers) {
    const upstreamContract = upstream.find(isOf(customer));
    if (!upstreamContract || !created.has(customer.legalName)) continue;
    const contract = await customer.fetchContract();
    const known = contract.timeline.map(({ status }) => status);
    for (const { contractId, status } of acknowledgedEvents) {
      if (contractId === upstreamContract.id && !known.some((each) => each === status)) counters.eventsLost += 1;
    }
    const highestRank = Math.max(...known.map((status) => STATUS_RANK[status]));
    assert.equal(
      STATUS_RANK[contract.status],
      highestRank,
      'C: a contract has the highest-ranked status that was reported',
    );
    assert.ok(
      isConsistentStatus(contract.status, upstreamContract.status),
      'B: the status of a contract is consistent with the upstream',
    );
    assertMonotonic(customer);
    await assertIsolated(harness, contract);
  }

  // G: the upstream received the price that the customer was shown.
  for (const { input, price } of upstream) {
    const customer = customers.find((each) => isOf(each)({ input }));
    if (customer?.offer && !hasTermsOf(price, customer.offer)) counters.termsChanged += 1;
    assert.deepEqual(input.shownRate, price.rate, 'G: the submitted rate is the upstream price');
    if (customer?.offer)
      assert.deepEqual(input.shownRate, customer.offer.rate, 'G: the submitted rate is the rate shown');
  }
  assertNoPersonalData(harness);
  assertBounded(harness);
}

/** Whether an upstream contract is for the customer's account, even if the customer requested it in several ways. */
const isOf =
  ({ identifier }: Customer) =>
  ({ input }: { readonly input: ContractInput }): boolean =>
    input.accounts.some((account) => account.identifier === identifier);

const hasTermsOf = (price: MscPrice, offer: Offer): boolean =>
  Number(price.monthlyFee) === Number(offer.monthlyFee.amount) &&
  Number(price.brokerFeeMils) === Number(offer.brokerFee.mils) &&
  price.earlyTermination.kind === offer.earlyTermination.kind &&
  Number(price.earlyTermination.amount) === Number(offer.earlyTermination.amount.amount) &&
  price.swingPercent === offer.swingPercent &&
  price.greenPercent === offer.greenPercent &&
  price.termMonths === offer.termMonths &&
  price.startMonth === offer.startMonth;

/** Every webhook that received a 2xx response, according to the simulator's journal. */
const acknowledged = ({ journal }: Harness): { readonly contractId: string; readonly status: string }[] =>
  journal.flatMap(({ kind, status, detail }) =>
    kind === 'webhook' && status >= 200 && status < 300
      ? [{ contractId: String(detail?.contractId), status: String(detail?.status) }]
      : [],
  );

/**
 * Whether our status of a contract is consistent with the upstream's status. With email signing, the two statuses may
 * differ, because My Service Cloud learns of the outcome only after the signer has responded.
 */
const isConsistentStatus = (contract: string, upstreamContract: string): boolean =>
  contract === upstreamContract || (upstreamContract === 'draft' && (contract === 'sent' || contract === 'viewed'));

async function waitForConvergence(harness: Harness): Promise<void> {
  for (const customer of harness.customers.filter((each) => !harness.erased.has(each))) {
    const upstreamContract = harness.state.contracts.list().find(isOf(customer));
    if (
      !upstreamContract ||
      !customer.responses.some(({ status, body }) => status === 201 && body.includes('"reference"'))
    )
      continue;
    await waitUntil(
      async () => (await customer.fetchContract()).status,
      (status) => isConsistentStatus(status, upstreamContract.status),
      `${customer.legalName} to have the status ${upstreamContract.status}`,
    );
  }
}

/** Invariant C: the statuses that the customer received one after another never went backwards. */
function assertMonotonic({ responses }: Customer): void {
  const snapshots = responses.flatMap(({ status, body }) => {
    const read = status < 300 && body.includes('"timeline"') ? contractSchema.parse(JSON.parse(body)) : undefined;
    return read ? [read] : [];
  });
  for (const row of [snapshots.map(({ seq }) => seq), snapshots.map(({ status }) => STATUS_RANK[status])]) {
    assert.deepEqual(
      row,
      row.toSorted((a, b) => a - b),
      'C: statuses and sequence numbers never go backwards',
    );
  }
}

/** Invariant D: a client of another partner cannot find out that the contract exists. */
async function assertIsolated(harness: Harness, { id }: Contract): Promise<void> {
  const otherCustomer = await harness.customer(siteOf('pecan'));
  for (const path of ['', '/events', '/document']) {
    assert.equal(
      (await otherCustomer.request(`/v1/contracts/${id}${path}`)).status,
      404,
      `D: ${path || '/'} belongs to another partner`,
    );
  }
}

/** Invariant E: no log line, error message or store contains customer input or a token. */
function assertNoPersonalData(harness: Harness): void {
  const stored = ['', '-wal'].map((end) => `${harness.databaseFile}${end}`).filter(existsSync);
  const texts = [
    harness.lines().join('\n'),
    ...harness.customers.flatMap(({ responses }) =>
      responses.filter(({ status }) => status >= 400).map(({ body }) => body),
    ),
    ...stored.map((file) => readFileSync(file, 'latin1')),
  ];
  for (const { personalData, token } of harness.customers) {
    for (const secret of [...personalData, token, harness.webhookSecret]) {
      assert.ok(!texts.some((text) => text.includes(secret)), 'E: personal data or a secret was exposed');
    }
  }
}

/** Invariant F: every request ended in time, and memory is bounded. */
function assertBounded(harness: Harness): void {
  const slowest = Math.max(
    0,
    ...harness.customers.flatMap(({ responses }) => responses.map(({ durationMs }) => durationMs)),
  );
  assert.ok(slowest < MAX_RESPONSE_MS, `F: a response took ${Math.round(slowest)} ms`);
  const file = `/proc/${harness.server().pid}/status`;
  if (!existsSync(file)) return;
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8')) ?? [];
  assert.ok(Number(kilobytes) < MAX_MEMORY_KB, `F: the server used ${kilobytes} kB`);
}
