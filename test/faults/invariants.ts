import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { rank } from '../../src/bff/contracts/status.ts';
import { type Contract, contract as contractSchema } from '../../src/wire/contract.ts';
import type { Customer } from './customer.ts';
import { placeOf } from './partners-file.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** No answer takes longer than a person's patience with one request, and then some. Milliseconds. */
const longestAnswer = 30_000;
/** Kilobytes that the server may ever have held: a leak, or an answer kept whole a hundred times, is more. */
const mostMemory = 500_000;

/**
 * Holds what always holds (A–G) against the simulator's own records, once all is well again: each customer who wanted a contract
 * has one, the simulator has no other, each webhook that was acknowledged is known, and nothing got out. Lost and doubled
 * ones are counted, the rest is asserted.
 */
export const checkInvariants = async (stage: Stage): Promise<void> => {
  const { world, tally, customers } = stage;
  await stage.upstream.calm();
  const made = new Map<string, Contract>();
  for (const customer of customers) {
    if (!customer.wants()) continue;
    const contract = await customer.insist().catch(() => undefined);
    if (contract) made.set(customer.legalName, contract);
    else tally.contractsLost += 1;
  }
  await settled(stage);

  // A: one contract for what one customer wanted, told to the upstream once.
  const upstream = world.contracts.list();
  tally.contracts += upstream.length;
  for (const { legalName } of customers) {
    const theirs = upstream.filter(({ input }) => input.customer.legalName === legalName);
    tally.contractsDoubled += Math.max(0, theirs.length - 1);
    const ours = made.get(legalName);
    if (ours && theirs.every(({ input }) => input.partnerReference !== ours.id)) tally.contractsLost += 1;
    if (!ours && theirs.length) tally.contractsLost += 1;
  }
  for (const { id } of upstream) {
    const creations = stage.journal.filter(({ summary }) => summary === `createContract ${id}`);
    tally.contractsDoubled += Math.max(0, creations.length - 1);
  }

  // B and C: what was acknowledged is known, and the contract stands at the furthest of it, or at what the upstream says now.
  const told = acknowledged(stage);
  tally.events += told.length;
  for (const { legalName } of customers) {
    const theirs = upstream.find(({ input }) => input.customer.legalName === legalName);
    const customer = customers.find((each) => each.legalName === legalName && made.has(legalName));
    if (!theirs || !customer) continue;
    const contract = await customer.read();
    const known = contract.timeline.map(({ status }) => status);
    for (const { contractId, status } of told) {
      if (contractId === theirs.id && !known.some((each) => each === status)) tally.eventsLost += 1;
    }
    const furthest = Math.max(...known.map((status) => rank[status]));
    assert.equal(rank[contract.status], furthest, 'C: a contract stands at the furthest that was heard of it');
    assert.ok(standsAs(contract.status, theirs.status), 'B: a contract stands where the upstream says');
    onlyForward(customer);
    await unseenByOthers(stage, contract);
  }

  // G: what the upstream was told is what its price was, and what the customer was shown.
  for (const { input, price } of upstream) {
    const customer = customers.find(({ legalName }) => legalName === input.customer.legalName);
    assert.deepEqual(input.shownRate, price.rate, 'G: the rate told is the rate priced');
    if (customer?.offer) assert.deepEqual(input.shownRate, customer.offer.rate, 'G: the rate told is the rate shown');
  }
  nothingPersonal(stage);
  bounded(stage);
};

/** Each webhook that was answered with 2xx, as the simulator wrote it down. */
const acknowledged = ({ journal }: Stage): { readonly contractId: string; readonly status: string }[] =>
  journal.flatMap(({ kind, status, detail }) =>
    kind === 'webhook' && status >= 200 && status < 300
      ? [{ contractId: String(detail?.contractId), status: String(detail?.status) }]
      : [],
  );

/** Of one that lies in an inbox, the upstream that made it hears only when it is answered. */
const standsAs = (ours: string, theirs: string): boolean =>
  ours === theirs || (theirs === 'draft' && (ours === 'sent' || ours === 'viewed'));

/** Waits until every contract the simulator has stands at the same in the server. */
const settled = async (stage: Stage): Promise<void> => {
  for (const customer of stage.customers) {
    const theirs = stage.world.contracts.list().find(({ input }) => input.customer.legalName === customer.legalName);
    if (!theirs || !customer.saw.some(({ status, body }) => status === 201 && body.includes('"reference"'))) continue;
    await until(
      async () => (await customer.read()).status,
      (status) => standsAs(status, theirs.status),
      `${customer.legalName} to stand at ${theirs.status}`,
    );
  }
};

/** C: in the order the customer read it, a contract never stood further back than before. */
const onlyForward = ({ saw }: Customer): void => {
  const standings = saw.flatMap(({ status, body }) => {
    const read = status < 300 && body.includes('"timeline"') ? contractSchema.parse(JSON.parse(body)) : undefined;
    return read ? [read] : [];
  });
  for (const row of [standings.map(({ seq }) => seq), standings.map(({ status }) => rank[status])]) {
    assert.deepEqual(
      row,
      row.toSorted((a, b) => a - b),
      'C: nothing goes backwards',
    );
  }
};

/** D: who works for another partner does not even learn that the contract is there. */
const unseenByOthers = async (stage: Stage, { id }: Contract): Promise<void> => {
  const stranger = await stage.customer(placeOf('pecan'));
  for (const path of ['', '/events', '/document']) {
    assert.equal((await stranger.ask(`/v1/contracts/${id}${path}`)).status, 404, `D: ${path} is another partner’s`);
  }
};

/** E: nothing that was typed, and no token, is in a log line, an error's text or the store. */
const nothingPersonal = (stage: Stage): void => {
  const stored = ['', '-wal'].map((end) => `${stage.databaseFile}${end}`).filter(existsSync);
  const places = [
    stage.lines().join('\n'),
    ...stage.customers.flatMap(({ saw }) => saw.filter(({ status }) => status >= 400).map(({ body }) => body)),
    ...stored.map((file) => readFileSync(file, 'latin1')),
  ];
  for (const { typed, token } of stage.customers) {
    for (const secret of [...typed, token, stage.webhookSecret]) {
      assert.ok(!places.some((place) => place.includes(secret)), 'E: something personal or secret got out');
    }
  }
};

/** F: every request came to an end in time, and memory has one too. */
const bounded = (stage: Stage): void => {
  const slowest = Math.max(0, ...stage.customers.flatMap(({ saw }) => saw.map(({ milliseconds }) => milliseconds)));
  assert.ok(slowest < longestAnswer, `F: an answer took ${Math.round(slowest)} ms`);
  const file = `/proc/${stage.server().pid}/status`;
  if (!existsSync(file)) return;
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8')) ?? [];
  assert.ok(Number(kilobytes) < mostMemory, `F: the server held ${kilobytes} kB`);
};
