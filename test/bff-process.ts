import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { demoEnvironment } from '../demo/environment.ts';
import type { DemoCredentials } from '../src/simulator/demo-credentials.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A running server of its own process. */
export interface BffProcess {
  readonly origin: string;
  readonly pid: number;
  /** What it has logged, a line each. */
  readonly lines: readonly string[];
  /** Resolves with its exit code, or null when it was killed. */
  readonly gone: Promise<number | null>;
  /** Says something to the module that was loaded before the server. */
  tell(message: object): void;
  /** What that module has said. */
  readonly said: readonly unknown[];
  signal(name: 'SIGTERM' | 'SIGHUP'): void;
  /** With kill -9. */
  kill(): Promise<void>;
}

/** The built server as an operator runs it: its own process, its settings in the environment, its store in `folder`. */
export const spawnBff = async (options: {
  readonly port: number;
  readonly folder: string;
  readonly credentials: DemoCredentials;
  readonly simulatorOrigin: string;
  readonly partnersFile?: string;
  /** Where the built server is, when not where the build puts it. */
  readonly server?: string;
  readonly databaseUrl?: string;
  readonly env?: Record<string, string>;
  /** A module to load before the server, which can be spoken with. */
  readonly preload?: URL;
}): Promise<BffProcess> => {
  const { port, folder, credentials, simulatorOrigin, preload } = options;
  const origin = `http://localhost:${port}`;
  const before = preload ? ['--disable-warning=ExperimentalWarning', '--import', preload.href] : [];
  const child = spawn(process.execPath, [...before, options.server ?? join(root, 'dist/bff/server.js')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit', preload ? 'ipc' : 'ignore'],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_ORIGIN: origin,
      BFF_SECRET: 'a secret of the tests, long enough to be one',
      PARTNERS_FILE: options.partnersFile ?? join(root, 'demo/partners.yaml'),
      DATABASE_FILE: join(folder, 'shopper.db'),
      DATABASE_URL: options.databaseUrl ?? '',
      ...demoEnvironment(credentials, simulatorOrigin, origin),
      ...options.env,
    },
  });
  const lines: string[] = [];
  if (child.stdout) createInterface(child.stdout).on('line', (line) => lines.push(line));
  const said: unknown[] = [];
  child.on('message', (message) => said.push(message));
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await listening(child);
  return {
    origin,
    pid: child.pid ?? 0,
    lines,
    said,
    gone,
    tell: (message) => void child.send?.(message, () => {}),
    signal: (name) => void child.kill(name),
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
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
