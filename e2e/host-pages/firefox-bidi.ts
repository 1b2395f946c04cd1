import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { z } from 'zod';

/** Path of the Firefox to use: `FIREFOX_PATH`, or else the first Firefox on `PATH`. */
export const findFirefox = (): string | undefined =>
  process.env.FIREFOX_PATH ??
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => ['firefox-esr', 'firefox'].map((name) => join(folder, name)))
    .find((file) => existsSync(file));

export interface Tab {
  open(address: string): Promise<void>;
  /** Evaluates an expression in the page; its value must be serializable as JSON. */
  evaluate(expression: string): Promise<unknown>;
  /** Evaluates an expression in the page's first iframe; undefined while there is no iframe. */
  evaluateInFrame(expression: string): Promise<unknown>;
  /** Types with real key events into the focused element. */
  type(text: string): Promise<void>;
  /** Types with real key events into the focused element of the first iframe. */
  typeInFrame(text: string): Promise<void>;
  /** Console errors and warnings since the page was opened. */
  readonly consoleMessages: string[];
  close(): Promise<void>;
}

const message = z.object({
  id: z.number().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
  result: z.optional(z.unknown()),
  method: z.string().optional(),
  params: z.optional(z.unknown()),
});
const tree = z.object({
  contexts: z
    .array(z.object({ context: z.string(), children: z.array(z.object({ context: z.string() })).nullish() }))
    .min(1),
});
const evaluated = z.object({ type: z.literal('success'), result: z.object({ value: z.string().optional() }) });
const logged = z.object({ level: z.string(), text: z.string().nullable(), stackTrace: z.optional(z.unknown()) });

/** Whether an error comes from Firefox's own form helpers and not from the page. */
const isOwn = ({ text, stackTrace }: z.infer<typeof logged>) =>
  stackTrace === undefined && text === 'Error: Permission denied to access property "length"';

/**
 * Starts Firefox and controls it with WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/), because Playwright's own
 * protocol uses commands that Firefox ESR does not support yet.
 *
 * @param first source of a function that runs in every page before anything else
 */
export async function startFirefox(path: string, first: string): Promise<Tab> {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  const browser = spawn(path, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const socket = new WebSocket(`${await addressOf(browser)}/session`);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const consoleMessages: string[] = [];
  const pending = new Map<number, (response: z.infer<typeof message>) => void>();
  socket.onmessage = ({ data }) => {
    const received = message.parse(JSON.parse(String(data)));
    if (received.id !== undefined) return pending.get(received.id)?.(received);
    const entry = received.method === 'log.entryAdded' ? logged.parse(received.params) : undefined;
    if (entry && (entry.level === 'error' || entry.level === 'warn') && !isOwn(entry))
      consoleMessages.push(entry.text ?? '');
  };
  let lastId = 0;
  const send = async (method: string, params: object): Promise<unknown> => {
    const id = ++lastId;
    socket.send(JSON.stringify({ id, method, params }));
    const response = await new Promise<z.infer<typeof message>>((resolve) => pending.set(id, resolve));
    pending.delete(id);
    if (response.error) throw new Error(`${method}: ${response.error} ${response.message}`);
    return response.result;
  };

  await send('session.new', { capabilities: {} });
  await send('session.subscribe', { events: ['log.entryAdded'] });
  await send('script.addPreloadScript', { functionDeclaration: first });
  const [tab] = tree.parse(await send('browsingContext.getTree', {})).contexts;
  const context = tab?.context;
  const firstFrame = async () => {
    const [page] = tree.parse(await send('browsingContext.getTree', { root: context })).contexts;
    return page?.children?.at(0)?.context;
  };
  const pressKeys = async (context: string | undefined, text: string): Promise<void> => {
    const actions = [...text].flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({ type, value })));
    await send('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions }] });
  };
  const evaluate = async (context: string | undefined, expression: string): Promise<unknown> => {
    const response = await send('script.evaluate', {
      expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value))`,
      target: { context },
      awaitPromise: true,
    });
    const { value } = evaluated.parse(response).result;
    return value === undefined ? undefined : JSON.parse(value);
  };
  return {
    consoleMessages,
    async open(address) {
      consoleMessages.length = 0;
      await send('browsingContext.navigate', { context, url: address, wait: 'complete' });
    },
    evaluate: (expression) => evaluate(context, expression),
    async evaluateInFrame(expression) {
      const frame = await firstFrame();
      return frame === undefined ? undefined : evaluate(frame, expression);
    },
    type: (text) => pressKeys(context, text),
    typeInFrame: async (text) => pressKeys(await firstFrame(), text),
    async close() {
      socket.close();
      const exited = new Promise((resolve) => browser.once('exit', resolve));
      browser.kill();
      await exited;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Resolves with the address that Firefox prints once it is listening. Rejects if Firefox exits before that. */
const addressOf = (browser: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = '';
    browser.stderr?.on('data', (bytes) => {
      output += bytes;
      const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(output) ?? [];
      if (address) resolve(address);
    });
    browser.once('exit', () => reject(new Error(`Firefox exited: ${output}`)));
  });
