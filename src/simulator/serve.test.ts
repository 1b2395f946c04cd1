import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { InvalidOptionError, readCliOptions } from './cli-options.ts';
import { readCredentials, writeCredentials } from './credentials-files.ts';
import { createDemoCredentials, partnerOf } from './demo-credentials.ts';
import { type Simulator, startSimulator } from './serve.ts';

let simulator: Simulator;
const start = async () => {
  simulator = await startSimulator({ port: 0, partners: [partnerOf(await createDemoCredentials('demo', 'test'))] });
  return simulator;
};
afterEach(() => simulator?.close());

test('listens on a free port and reports its origin', async () => {
  const { origin } = await start();
  expect(origin).toMatch(/^http:\/\/localhost:\d+$/);
  expect((await fetch(`${origin}/simulator/scenario`)).status).toBe(200);
  expect((await fetch(`${origin}/msc/test/v1/prices`)).status).toBe(401);
  expect((await fetch(`${origin}/nowhere`)).status).toBe(404);
});

test('rejects a body of more than 1 MB', async () => {
  const { origin } = await start();
  const response = await fetch(`${origin}/msc/test/graphql`, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
  expect(response.status).toBe(413);
});

test('streams each journal entry over HTTP as soon as it is recorded', async () => {
  const { origin, state } = await start();
  const response = await fetch(`${origin}/simulator/journal/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain('retry:');
  state.journal.record({ kind: 'request', summary: 'now', method: 'GET', path: '/', status: 200, durationMs: 0 });
  expect((await reader?.read())?.value).toContain('"now"');
});

test('`close` ends open streams and idle connections, and is idempotent', async () => {
  const { origin } = await start();
  const stream = await fetch(`${origin}/simulator/journal/events`);
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const streamText = stream.text().catch(() => 'cut');
  await Promise.all([simulator.close(), simulator.close()]);
  await closed;
  await streamText;
  await expect(fetch(origin)).rejects.toThrow();
});

test('`startSimulator` rejects with EADDRINUSE if the port is in use', async () => {
  const { origin } = await start();
  await expect(startSimulator({ port: Number(new URL(origin).port), partners: [] })).rejects.toThrow('EADDRINUSE');
});

test('command-line options take precedence over environment variables', () => {
  const env = { SIMULATOR_PORT: '5000', SIMULATOR_SEED: 'env' };
  expect(readCliOptions(['--port', '6000'], env)).toMatchObject({ port: 6000, seed: 'env' });
  expect(readCliOptions([], {})).toMatchObject({ port: 4401 });
  expect(() => readCliOptions(['--port', 'x'], {})).toThrow(InvalidOptionError);
  expect(() => readCliOptions(['--prot', '1'], {})).toThrow(InvalidOptionError);
});

test('`readCredentials` returns the credentials that `writeCredentials` has written', async () => {
  const credentials = [await createDemoCredentials('demo', 'test'), await createDemoCredentials('demo', 'live')];
  const { folder, list, keys } = await writeCredentials(credentials, 'http://localhost:4401');
  expect(await readCredentials(list)).toEqual(credentials);
  expect(readFileSync(keys[1] ?? '', 'utf8')).toBe(credentials[1]?.privateKeyPem);
  await rm(folder, { recursive: true });
});
