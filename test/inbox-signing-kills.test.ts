import type { KyselyPlugin } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reconcile } from '../src/bff/contracts/reconcile.ts';
import { followLetters } from '../src/bff/letters/follow-letters.ts';
import { type InboxStage, openInboxStage } from './inbox-stage.ts';

/*
 * What a process does is cut off at one step after the other, as by kill -9: from that step on nothing is written and nobody is
 * asked. A step is a statement of the store or a call of an upstream, each before and after; what is not committed is gone.
 */

let stage: InboxStage;
let death = createDeath();
beforeEach(async () => {
  stage = await openInboxStage();
  death = createDeath();
  Object.assign(stage.stack.deps, { store: stage.stack.deps.store.withPlugin(death.ofStore) });
  stage.between.letters = (real) => death.ofCalls(real);
  stage.between.contracting = (real) => death.ofCalls(real);
});
afterEach(() => stage.stack.close());

function createDeath() {
  let steps = 0;
  let at = Number.POSITIVE_INFINITY;
  const step = (): void => {
    steps += 1;
    if (steps >= at) throw new Error('killed');
  };
  const ofStore: KyselyPlugin = {
    transformQuery({ node }) {
      step();
      return node;
    },
    async transformResult({ result }) {
      step();
      return result;
    },
  };
  return {
    ofStore,
    ofCalls: <T extends object>(real: T): T =>
      new Proxy(real, {
        get(target, name) {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          return async (...given: unknown[]) => {
            step();
            const answer: unknown = await Reflect.apply(method, target, given);
            step();
            return answer;
          };
        },
      }),
    dieAt(which: number) {
      steps = 0;
      at = which;
    },
    /** @returns whether it died */
    rise(): boolean {
      const died = steps >= at;
      at = Number.POSITIVE_INFINITY;
      return died;
    },
  };
}

/** No piece of work has so many steps. */
const mostSteps = 300;
/** Does a piece of work again and again, each time on what `prepare` made, and dies one step later each time, until it survives. */
const dieAtEachStep = async <T>(
  prepare: () => Promise<T>,
  work: (made: T) => Promise<unknown>,
  afterwards: (made: T) => Promise<void>,
): Promise<number> => {
  const { store } = stage.stack.deps;
  for (let at = 1; at < mostSteps; at++) {
    const made = await prepare();
    death.dieAt(at);
    await work(made).catch(() => undefined);
    const died = death.rise();
    // Longer than any lease.
    stage.later();
    await afterwards(made);
    if (!died) return at - 1;
    stage.world.reset();
    for (const table of ['letters', 'contract_payloads', 'contract_statuses', 'outbox_events', 'contracts'] as const)
      await store.deleteFrom(table).execute();
    stage.stack.clock.now = () => new Date();
  }
  throw new Error('work without an end');
};

const rounds = async () => {
  for (const _ of [1, 2, 3]) {
    await stage.follow();
    await reconcile(stage.stack.deps);
  }
};
/** One contract, one letter; and signed it goes its way. */
const endsWell = async (id: string) => {
  await expect.poll(() => stage.out().map(({ status }) => status)).toEqual(['sent']);
  stage.answer('signed');
  await rounds();
  expect((await stage.see(id)).signing).toMatchObject({ you: 'signed', letter: { status: 'signed' } });
  expect(stage.theirs().envelope.signature?.agreementId).toBe(stage.out()[0]?.id);
};

test('a server that dies at any step of making a contract ends with one contract and one letter', async () => {
  const deaths = await dieAtEachStep(
    async () => crypto.randomUUID(),
    (key) => stage.ask(key),
    async (key) => {
      const { id } = await stage.contractOf(stage.ask(key));
      await rounds();
      await endsWell(id);
    },
  );
  expect(deaths).toBeGreaterThan(20);
}, 60_000);

test('a server that dies at any step of sending a letter to another address ends with one letter there', async () => {
  const deaths = await dieAtEachStep(
    () => stage.begun(),
    (id) => stage.again(id, { email: 'office@trinity-bakery.example' }),
    async (id) => {
      await rounds();
      // It may have died before it had begun.
      if ((await stage.letterOf(id))?.to.startsWith('d'))
        await stage.contractOf(stage.again(id, { email: 'office@trinity-bakery.example' }));
      await rounds();
      expect(stage.out()[0]?.input.signer.email).toBe('office@trinity-bakery.example');
      await endsWell(id);
    },
  );
  expect(deaths).toBeGreaterThan(20);
}, 60_000);

test('a server that dies at any step of hearing of a signature loses none, and tells it', async () => {
  const deaths = await dieAtEachStep(
    async () => {
      const id = await stage.begun();
      stage.answer('signed');
      stage.later();
      return id;
    },
    () => followLetters(stage.stack.deps),
    async (id) => {
      await rounds();
      expect((await stage.see(id)).signing).toMatchObject({ you: 'signed', letter: { status: 'signed' } });
      expect(stage.theirs().envelope.signature?.agreementId).toBe(stage.out()[0]?.id);
      expect((await stage.letterRow()).owed).toBeNull();
    },
  );
  expect(deaths).toBeGreaterThan(20);
}, 60_000);

test('a server that dies at any step of a cancellation leaves a contract that is whole, or gone with its letter', async () => {
  const deaths = await dieAtEachStep(
    () => stage.begun(),
    (id) => stage.cancel(id),
    async (id) => {
      await rounds();
      if (!stage.out().length) {
        expect([stage.theirs().status, (await stage.see(id)).status]).toEqual(['voided', 'voided']);
      } else await endsWell(id);
    },
  );
  expect(deaths).toBeGreaterThan(20);
}, 60_000);
