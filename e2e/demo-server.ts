import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findFreePorts } from '../scripts/free-ports.ts';

/** Everything that `npm start` serves, in a separate process and on free ports. */
export interface DemoServer {
  readonly origin: string;
  readonly simulatorControl: string;
  output(): string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

/**
 * Starts the BFF, the simulator and the demo pages. Each Playwright worker has a separate server, because tests change
 * the simulator's scenario.
 *
 * @throws Error with the server's output, if the server does not become ready in time
 */
export async function startDemoServer(): Promise<DemoServer> {
  const [port] = await findFreePorts(2);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'demo/start.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const output: string[] = [];
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      output.push(line);
      if (line.includes('Ready in')) ready.resolve();
    });
  }
  const fail = (reason: string) => ready.reject(new Error(`the demo server ${reason}:\n${output.join('\n')}`));
  exited.then(() => fail('exited'));
  const timer = setTimeout(fail, START_TIMEOUT_MS, 'did not become ready');
  try {
    await ready.promise;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return {
    origin: `http://localhost:${port}`,
    simulatorControl: `http://localhost:${port + 1}/simulator`,
    output: () => output.join('\n'),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
