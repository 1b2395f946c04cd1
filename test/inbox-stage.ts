import { expect } from 'vitest';
import { contractFromRow } from '../src/bff/contracts/contract-from-row.ts';
import { followLetters } from '../src/bff/letters/follow-letters.ts';
import type { LettersAccess } from '../src/bff/partners/load-partners.ts';
import type { ScenarioPatch } from '../src/simulator/scenario.ts';
import { createLoaClient, type LoaAgreements, type LoaClient } from '../src/upstreams/ecostruxure-loa/client.ts';
import type { MscClient } from '../src/upstreams/msc/client.ts';
import type { MscContracting } from '../src/upstreams/msc/contracting.ts';
import { type Contract, contract } from '../src/wire/contract.ts';
import { type Problem, problem } from '../src/wire/problem.ts';
import { createSession } from '../src/wire/session.ts';
import { contractFor, createStack, firstOffer, openSession, say } from './stack.ts';

type Answered = Response | Promise<Response>;

/** For tests: a customer of a site whose contracts are signed from an inbox, with both upstreams within reach. */
export const openInboxStage = async () => {
  /** What stands between the BFF and its upstreams, to lose or hold an answer on its way. */
  const between = {
    letters: (_: LoaAgreements): Partial<LoaAgreements> => ({}),
    contracting: (_: MscContracting): Partial<MscContracting> => ({}),
  };
  const letterOnTheWay = (client: LoaClient): LoaClient => ({
    as(customer) {
      const real = client.as(customer);
      return { ...real, ...between.letters(real) };
    },
  });
  const onTheWay = (client: MscClient): MscClient => ({
    ...client,
    contracting: { ...client.contracting, ...between.contracting(client.contracting) },
  });
  const stack = await createStack({ letterOnTheWay, onTheWay });
  const { world } = stack.simulator;
  let { token } = await openSession(stack.app, 'pk_test_email');
  const offer = await firstOffer(stack.app, token);
  const request = contractFor(offer);
  const contractOf = async (answer: Answered): Promise<Contract> => {
    const response = await answer;
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${problem.parse(body).code} instead of a contract`);
    return contract.parse(body);
  };
  const problemOf = async (answer: Answered): Promise<Problem> => problem.parse(await (await answer).json());

  const stage = {
    stack,
    world,
    between,
    token: () => token,
    offer,
    request,
    contractOf,
    problemOf,
    codeOf: async (answer: Answered) => (await problemOf(answer)).code,
    ask: (key: string = crypto.randomUUID(), body: object = request) =>
      say(stack.app, '/v1/contracts', { body, token, headers: { 'Idempotency-Key': key } }),
    see: (id: string) => contractOf(say(stack.app, `/v1/contracts/${id}`, { token })),
    letterOf: async (id: string) => (await stage.see(id)).signing.letter,
    again: (id: string, body: object = {}) => say(stack.app, `/v1/contracts/${id}/letter/sendings`, { body, token }),
    cancel: (id: string) => say(stack.app, `/v1/contracts/${id}/letter/cancellation`, { body: {}, token }),
    weather: (patch: ScenarioPatch) => void world.scenario.change(patch),
    mails: () => world.mailbox.list(),
    /** Letters that the upstream has not deleted. */
    out: () => world.agreements.list().filter(({ status }) => status !== 'deleted'),
    /** The one contract that the upstream has. */
    theirs() {
      const [only, ...more] = world.contracts.list();
      if (!only || more.length) throw new Error(`${more.length + (only ? 1 : 0)} contracts`);
      return only;
    },
    /** The one letter that is out is answered. */
    answer(status: 'signed' | 'declined' | 'bounced' | 'expired', reason?: string) {
      const [one] = stage.out();
      if (!one || !world.agreements.move(one, status, reason)) throw new Error('nothing to answer');
    },
    /** A minute later, longer than any lease; or whatever is said. */
    later(milliseconds = 60_000) {
      const now = stack.clock.now().getTime() + milliseconds;
      stack.clock.now = () => new Date(now);
    },
    /** A minute later, the round that comes by itself. */
    async follow() {
      stage.later();
      await followLetters(stack.deps);
    },
    async arrived(id: string) {
      await expect.poll(() => stage.mails().length).toBeGreaterThan(0);
      await stage.follow();
      expect((await stage.letterOf(id))?.status).toBe('sent');
    },
    /** A contract whose letter lies in the inbox. */
    async begun(): Promise<string> {
      const { id } = await contractOf(stage.ask());
      await stage.arrived(id);
      return id;
    },
    /** The page goes on with its session, as it does when a token is over. */
    async renew() {
      const body = { siteKey: 'pk_test_email' };
      const answer = await say(stack.app, '/v1/sessions', { body, token });
      ({ token } = createSession.response.parse(await answer.json()));
    },
    /** The letters' upstream, asked by somebody who does not know the secret. */
    withWrongSecret: ({ credentials }: LettersAccess): LoaClient =>
      createLoaClient({ ...credentials, clientSecret: 'wrong' }, { milliseconds: 2_000 }),
    /** As `see`, though the session has ended long since. */
    async stored(id: string) {
      const { store } = stack.deps;
      const row = await store.selectFrom('contracts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      return contractFromRow(store, row);
    },
    letterRow: () => stack.deps.store.selectFrom('letters').selectAll().executeTakeFirstOrThrow(),
  };
  return stage;
};
export type InboxStage = Awaited<ReturnType<typeof openInboxStage>>;
