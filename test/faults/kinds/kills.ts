import assert from 'node:assert/strict';
import type { Customer } from '../customer.ts';
import { type Fault, fault } from '../fault.ts';
import { reportSchema } from '../orders.ts';
import { inboxPlaceOf } from '../partners-file.ts';
import type { Stage } from '../stage.ts';
import { until } from '../until.ts';

/** No request has so many. */
const mostSteps = 400;

/** Steps that the request took to which it was said to die, once it is over; undefined when it died. */
const survived = async (stage: Stage): Promise<number | undefined> => {
  const server = stage.server();
  let dead = false;
  void server.gone.then(() => {
    dead = true;
  });
  const steps = () =>
    server.said
      .map((message) => reportSchema.parse(message))
      .flatMap((report) => ('steps' in report ? [report.steps] : []))
      .at(0);
  await until(steps, (taken) => dead || taken !== undefined, 'the request to end');
  return dead ? undefined : steps();
};

/**
 * Kills the server at one step after the other of what `request` does, on a fresh customer each time, until a request gets through
 * alive. After each death the server comes back on the same store, and all must be as if nothing had been.
 *
 * @returns how often it died
 */
const dieAtEachStep = async (
  stage: Stage,
  path: string,
  prepare: () => Promise<Customer>,
  request: (customer: Customer) => Promise<unknown>,
  afterwards: (customer: Customer) => Promise<void>,
  /** A long run dies at each step; a short one at every so many. */
  stride: number,
): Promise<number> => {
  let deaths = 0;
  for (let at = 1; at < mostSteps; at += stage.length === 'long' ? 1 : stride) {
    const customer = await prepare();
    await stage.order({ death: { path, at } });
    const asked = request(customer);
    const steps = await survived(stage);
    await asked;
    if (steps !== undefined) {
      assert.ok(steps < at, 'it would have died');
      await afterwards(customer);
      return deaths;
    }
    deaths += 1;
    stage.tally.kills += 1;
    stage.injected();
    await stage.restart();
    // On a store that several processes may share, what a dead one held is free when its lease is over.
    if (stage.isShared) await stage.shiftClocks(46_000);
    await afterwards(customer);
    if (stage.isShared) await stage.shiftClocks(0);
  }
  throw new Error('a request without an end');
};

const lookingCustomer = async (stage: Stage): Promise<Customer> => {
  const customer = await stage.customer();
  await customer.look();
  return customer;
};
const insist = async (customer: Customer): Promise<void> => {
  await customer.insist();
};
const described = (deaths: number): string => `a broken connection ${deaths} times; the same key then 201`;

export const killCreations = async (stage: Stage): Promise<string> =>
  described(
    await dieAtEachStep(
      stage,
      '/v1/contracts',
      () => lookingCustomer(stage),
      (customer) => customer.send(),
      insist,
      15,
    ),
  );

/** A customer whose creation reached the upstream, though nobody heard that it did. */
const interrupted = async (stage: Stage): Promise<Customer> => {
  const customer = await lookingCustomer(stage);
  stage.upstream.disturb('reset_after_commit', 'ontract');
  await customer.send();
  await stage.upstream.calm();
  return customer;
};

const withContract = async (stage: Stage): Promise<Customer> => {
  const customer = await lookingCustomer(stage);
  await customer.insist();
  return customer;
};

/** The simulator moves the customer's contract on, and tells of it. */
const move = (stage: Stage, { legalName }: Customer, status: 'viewed' | 'signed'): void => {
  const theirs = stage.world.contracts.list().find(({ input }) => input.customer.legalName === legalName);
  if (!theirs) throw new Error('the upstream has no such contract');
  stage.world.contracts.move(theirs, status);
};

export const killWebhooks = async (stage: Stage): Promise<string> => {
  const deaths = await dieAtEachStep(
    stage,
    '/webhooks',
    () => withContract(stage),
    async (customer) => move(stage, customer, 'viewed'),
    async (customer) => {
      await until(
        async () => (await customer.read()).status,
        (status) => status === 'viewed',
        'the webhook to come again',
      );
    },
    6,
  );
  return `nothing; the status ${deaths} times a moment later`;
};

/** Letters of the customer's that can be signed. */
const lettersOf = (stage: Stage, { legalName }: Customer) =>
  stage.world.agreements
    .list()
    .filter(({ status, input }) => status !== 'deleted' && input.formData?.some(({ value }) => value === legalName));

/** Looking at the contract is enough to have its letter sent, once nobody can be at it any more. */
const hasOneLetter = async (stage: Stage, customer: Customer): Promise<void> => {
  await stage.shiftClocks(46_000);
  await until(
    async () => {
      await customer.read();
      return lettersOf(stage, customer).map(({ status }) => status);
    },
    (statuses) => statuses.length === 1 && statuses[0] === 'sent',
    'one letter in the inbox',
  );
  await stage.shiftClocks(0);
};

export const killFaults: readonly Fault[] = [
  fault('kill -9 at each step of making a contract', killCreations),
  fault('kill -9 at each step of taking up a creation that was cut off', async (stage) =>
    described(
      await dieAtEachStep(
        stage,
        '/v1/contracts',
        () => interrupted(stage),
        (customer) => customer.send(),
        insist,
        13,
      ),
    ),
  ),
  fault('kill -9 at each step of making a contract that is signed from an inbox', async (stage) =>
    described(
      await dieAtEachStep(
        stage,
        '/v1/contracts',
        async () => {
          const customer = await stage.customer(inboxPlaceOf('lonestar'));
          await customer.look();
          return customer;
        },
        (customer) => customer.send(),
        async (customer) => {
          await insist(customer);
          await hasOneLetter(stage, customer);
        },
        40,
      ),
    ),
  ),
  fault('kill -9 at each step of taking a contract back out of an inbox', async (stage) => {
    const deaths = await dieAtEachStep(
      stage,
      '/v1/contracts',
      async () => {
        const customer = await stage.customer(inboxPlaceOf('lonestar'));
        await customer.look();
        await customer.insist();
        await hasOneLetter(stage, customer);
        return customer;
      },
      async (customer) => {
        const { id } = await customer.read();
        return customer.ask(`/v1/contracts/${id}/letter/cancellation`, {});
      },
      async (customer) => {
        await stage.shiftClocks(46_000);
        await until(
          async () => [(await customer.read()).status, lettersOf(stage, customer).length],
          ([status, letters]) => (status === 'voided' ? letters === 0 : letters === 1),
          'contract and letter to be both there, or both gone',
        );
        await stage.shiftClocks(0);
      },
      40,
    );
    return `a broken connection ${deaths} times; the contract then as it was, or gone with its letter`;
  }),
  fault('kill -9 at each step of keeping a refusal', async (stage) => {
    const deaths = await dieAtEachStep(
      stage,
      '/v1/contracts',
      async () => {
        // A price moves once.
        stage.world.prices.clear();
        const customer = await lookingCustomer(stage);
        stage.world.scenario.change({ rate: 'moved' });
        return customer;
      },
      (customer) => customer.send(),
      async (customer) => {
        await until(
          () => customer.send(),
          ({ code }) => code === 'rate_changed',
          'the refusal',
        );
        stage.world.scenario.change({ rate: 'steady' });
      },
      15,
    );
    return `a broken connection ${deaths} times; the same key then 409 rate_changed`;
  }),
  fault('kill -9 at each step of taking a webhook', killWebhooks),
  fault('kill -9 at each step of taking webhooks that come together, twice each', async (stage) => {
    stage.world.scenario.change({ webhooks: 'duplicated' });
    const deaths = await dieAtEachStep(
      stage,
      '/webhooks',
      () => withContract(stage),
      async (customer) => {
        move(stage, customer, 'viewed');
        move(stage, customer, 'signed');
      },
      async (customer) => {
        await until(
          async () => (await customer.read()).timeline.map(({ status }) => status),
          (known) => known.includes('viewed') && known.includes('signed'),
          'both webhooks to come again',
        );
      },
      9,
    );
    return `nothing; the status ${deaths} times a moment later`;
  }),
];
