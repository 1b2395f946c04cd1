import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { z } from 'zod';

/** Paths of the two programs that are required to control WebKitGTK: its driver, and a virtual screen. */
export interface WebKit {
  readonly driver: string;
  readonly screen: string;
}

const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/**
 * Returns undefined unless both programs are installed. WebKitGTK requires the virtual screen, because it cannot run
 * headless.
 */
export function findWebKit(): WebKit | undefined {
  const [driver, screen] = [onPath('WebKitWebDriver'), onPath('Xvfb')];
  return driver && screen ? { driver, screen } : undefined;
}

const responseSchema = z.object({ value: z.unknown() });
const opened = z.object({ sessionId: z.string() });

/** One window of WebKitGTK. The driver does not report console messages, so a test page must record its own errors. */
export interface Window {
  open(address: string): Promise<void>;
  /** Evaluates an expression in the page; its value must be serializable as JSON. */
  evaluate(expression: string): Promise<unknown>;
  /** Types with real key events into the focused element. */
  type(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts WebKitGTK's MiniBrowser on a virtual screen and controls it with WebDriver
 * (https://www.w3.org/TR/webdriver2/).
 */
export async function startWebKit({ driver: path, screen: screenPath }: WebKit): Promise<Window> {
  const screen = spawn(screenPath, ['-displayfd', '1', '-nolisten', 'tcp', '-screen', '0', '1280x1024x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const display = await firstLine(screen);
  const port = await freePort();
  const driver = spawn(path, [`--port=${port}`], {
    stdio: 'ignore',
    // Without these variables, WebKitGTK would look for a graphics card and desktop services.
    env: {
      ...process.env,
      DISPLAY: `:${display}`,
      LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_DISABLE_DMABUF_RENDERER: '1',
      NO_AT_BRIDGE: '1',
    },
  });

  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = responseSchema.parse(await response.json());
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  await waitUntilReady(() => call('GET', '/status'));
  const { sessionId } = opened.parse(await call('POST', '/session', { capabilities: {} }));
  const session = `/session/${sessionId}`;
  return {
    async open(address) {
      await call('POST', `${session}/url`, { url: address });
    },
    evaluate: (expression) => call('POST', `${session}/execute/sync`, { script: `return ${expression}`, args: [] }),
    async type(text) {
      const actions = [...text].flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({ type, value })));
      await call('POST', `${session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
    },
    async close() {
      await call('DELETE', session);
      await Promise.all([driver, screen].map(end));
    },
  };
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', (bytes) => resolve(String(bytes).trim()));
    child.once('exit', () => reject(new Error('Xvfb exited')));
    child.once('error', reject);
  });

function end(child: ChildProcess): Promise<unknown> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  return exited;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Retries until the driver responds, because its process starts before its port is open. */
async function waitUntilReady(attempt: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
