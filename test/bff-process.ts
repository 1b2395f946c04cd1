import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoEnvironment } from '../demo/environment.ts';
import type { DemoCredentials } from '../src/simulator/demo-credentials.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The built server as an operator runs it: its own process, its settings in the environment, its store in `folder`. */
export const spawnBff = async (options: {
  readonly port: number;
  readonly folder: string;
  readonly credentials: DemoCredentials;
  readonly simulatorOrigin: string;
  readonly partnersFile?: string;
  readonly databaseUrl?: string;
  readonly env?: Record<string, string>;
}): Promise<{ readonly origin: string; kill(): Promise<void> }> => {
  const { port, folder, credentials, simulatorOrigin } = options;
  const origin = `http://localhost:${port}`;
  const child = spawn(process.execPath, [join(root, 'dist/bff/server.js')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_ORIGIN: origin,
      BFF_SECRET: 'a secret of the tests, long enough to be one',
      PARTNERS_FILE: options.partnersFile ?? join(root, 'demo/partners.yaml'),
      DATABASE_FILE: join(folder, 'shopper.db'),
      DATABASE_URL: options.databaseUrl ?? '',
      ...options.env,
      ...demoEnvironment(credentials, simulatorOrigin, origin),
    },
  });
  await listening(child);
  return {
    origin,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
};

/** Resolves with the log line that says so; rejects when the process ends before it. */
const listening = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('"listening"')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });

/** Runs the built server with settings that must stop it, and gives what it says. */
export const failToStart = async (folder: string, partners: string, env: Record<string, string> = {}) => {
  writeFileSync(join(folder, 'partners.yaml'), partners);
  const child = spawn(process.execPath, [join(root, 'dist/bff/server.js')], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, PORT: '0', PUBLIC_ORIGIN: 'http://localhost:1', BFF_SECRET: 'x'.repeat(32), ...env },
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code: Number(code), said };
};
