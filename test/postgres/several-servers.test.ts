import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLive } from '../../src/bff/contracts/live.ts';
import { recordStatus } from '../../src/bff/contracts/record-status.ts';
import { createBff } from '../../src/bff/create-bff.ts';
import type { Deps } from '../../src/bff/deps.ts';
import { lockContract } from '../../src/bff/store/locks.ts';
import { openServerStore } from '../../src/bff/store/open-store.ts';
import type { Store } from '../../src/bff/store/tables.ts';
import { type ContractStatus, createContract } from '../../src/wire/contract.ts';
import { contractFor, createStack, firstOffer, makeContract, openSession, type Stack, say } from '../stack.ts';
import { createDatabase } from '../store.ts';

let stack: Stack;
let token: string;
/** A second server on the same database. */
let second: { readonly deps: Deps; readonly app: ReturnType<typeof createBff>; close(): Promise<void> };
beforeEach(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
  const live = createLive();
  const { store, close } = await openServerStore(
    { DATABASE_URL: stack.databaseUrl, DATABASE_FILE: '' },
    live,
    stack.deps.log,
  );
  const deps = { ...stack.deps, store, live };
  second = { deps, app: createBff(deps), close };
});
afterEach(async () => {
  await second.close();
  await stack.close();
});

const change = (store: Store, id: string, status: ContractStatus): Promise<boolean> =>
  store.transaction().execute(async (transaction) => {
    const row = await lockContract(transaction, id);
    if (!row) throw new Error('no contract');
    return recordStatus(transaction, row, { status, at: new Date().toISOString() }, new Date());
  });

test('one request under two keys, at two servers at the same moment, makes one contract', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  const send = (app: typeof stack.app, key: string) =>
    say(app, createContract.path, { body, token, headers: { 'Idempotency-Key': key } });
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, at) => send(at % 2 ? stack.app : second.app, `a-key-of-its-own-${at}`)),
  );
  const made = answers.filter(({ status }) => status === 201);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(answers.length - made.length);
  const ids = await Promise.all(made.map(async (answer) => createContract.response.parse(await answer.json()).id));
  expect(new Set(ids).size).toBe(1);
  expect(stack.simulator.world.contracts.list()).toHaveLength(1);
});

test('reports that two servers take at the same moment each count once, and none sets the contract back', async () => {
  const { id, seq } = await makeContract(stack.app, token);
  const statuses: ContractStatus[] = ['accepted', 'viewed', 'submitted', 'signed', 'enrolled', 'on_hold'];
  const reports = statuses.flatMap((status) => [
    change(stack.deps.store, id, status),
    change(second.deps.store, id, status),
  ]);
  expect((await Promise.all(reports)).filter(Boolean)).toHaveLength(statuses.length);
  const row = await stack.deps.store.selectFrom('contracts').selectAll().executeTakeFirstOrThrow();
  expect([row.status, row.seq]).toEqual(['enrolled', seq + statuses.length]);
});

test('a stream at one server hears what another one took in, also after its connection was cut', async () => {
  const { id } = await makeContract(stack.app, token);
  const answer = await say(second.app, `/v1/contracts/${id}/events`, { token });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const heard = async (status: ContractStatus): Promise<void> => {
    while (!text.includes(`"status":"${status}"`)) {
      const read = await reader?.read();
      if (!read || read.done) throw new Error('the stream ended');
      text += read.value;
    }
  };
  await heard('sent');
  await change(stack.deps.store, id, 'viewed');
  await heard('viewed');

  await sql`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'`.execute(
    stack.deps.store,
  );
  await change(stack.deps.store, id, 'signed');
  await heard('signed');
  await change(stack.deps.store, id, 'submitted');
  await heard('submitted');
  expect(stack.lines.join('')).toContain('listening_for_changes_broke');
  await reader?.cancel();
});

test('servers that start at the same moment bring an empty database up to date once', async () => {
  const database = await createDatabase();
  const opened = await Promise.all(
    Array.from({ length: 4 }, () =>
      openServerStore({ DATABASE_URL: database.url, DATABASE_FILE: '' }, createLive(), stack.deps.log),
    ),
  );
  await Promise.all(opened.map(({ close }) => close()));
  await database.drop();
});

test('an intent that another server is working on is not let go by a server that starts', async () => {
  const lease = new Date(Date.now() + 40_000).toISOString();
  await makeContract(stack.app, token);
  await stack.deps.store.updateTable('contracts').set({ intent: 'pending', lease_until: lease }).execute();
  const third = await openServerStore(
    { DATABASE_URL: stack.databaseUrl, DATABASE_FILE: '' },
    createLive(),
    stack.deps.log,
  );
  const { lease_until } = await third.store.selectFrom('contracts').selectAll().executeTakeFirstOrThrow();
  await third.close();
  expect(lease_until).toBe(lease);
});
