import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright';
import { build } from 'vite';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { withBff } from './bff.ts';
import { type EmbedCost, measurePage, medians } from './embed-cost.ts';

const ROUNDS = 5;
const folder = fileURLToPath(new URL('competitors/', import.meta.url));

/**
 * Other companies' embeds: for each, the selector of a field that is visible once the embed is usable, and the
 * responses to use instead of the company's server.
 */
const competitors: readonly {
  readonly name: string;
  readonly field: string;
  readonly responses?: Record<string, unknown>;
}[] = [
  { name: 'posthog', field: 'textarea' },
  { name: 'sentry-feedback', field: 'textarea' },
  {
    name: 'typebot',
    field: 'input, textarea',
    responses: {
      '/api/v1/typebots/bot/startChat': {
        sessionId: 'session',
        typebot: { id: 'bot', version: '6', theme: {}, settings: {} },
        messages: [
          {
            id: 'm1',
            type: 'text',
            content: { type: 'richText', richText: [{ type: 'p', children: [{ text: 'Hello' }] }] },
          },
        ],
        input: { id: 'q1', type: 'text input', options: {} },
      },
    },
  },
  { name: 'formbricks', field: 'input, textarea' },
  { name: 'adyen', field: 'input' },
];

/**
 * Installs the competitors' packages on the first run. They are not among this project's dependencies, because only
 * this benchmark needs them.
 */
function installCompetitors(): void {
  if (existsSync(`${folder}node_modules`)) return;
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
}

/**
 * Measures our embed and the competitors' in one run.
 *
 * @example (await benchmarkEmbeds()).ours.bytes
 */
export const benchmarkEmbeds = (): Promise<Record<string, EmbedCost>> =>
  withBff(async ({ origin }) => {
    const executablePath = findChromium();
    const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: [...chromiumFlags] });
    const servers: Server[] = [];
    installCompetitors();
    try {
      const pages = new Map<string, { readonly url: string; readonly field: string }>();
      const serve = async (name: string, field: string, files: Map<string, Buffer>): Promise<void> => {
        const server = createServer((request, response) => {
          const path = new URL(request.url ?? '/', 'http://x').pathname;
          const body = files.get(path);
          const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html';
          response.writeHead(body ? 200 : 404, {
            'Content-Type': path.startsWith('/api/') ? 'application/json' : type,
            ...(body ? { 'Content-Encoding': 'br' } : {}),
          });
          response.end(body);
        });
        servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const address = server.address();
        if (typeof address !== 'object' || !address) throw new Error('the page server has no port');
        pages.set(name, { url: `http://localhost:${address.port}/`, field });
      };
      const html = (head: string) =>
        brotliCompressSync(
          `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"><h1>A page</h1>${head}<div id="here"></div><p>Below.</p>`,
        );
      await serve('empty', 'h1', new Map([['/', html('')]]));
      await serve(
        'ours',
        'input',
        new Map([
          [
            '/',
            html(
              `<style>commercial-shopper { display: block; min-height: 48rem }</style><script async src="${origin}/shopper.js"></script><commercial-shopper site="pk_test_demo"></commercial-shopper>`,
            ),
          ],
        ]),
      );
      for (const { name, field, responses = {} } of competitors) {
        const files = await bundle(name);
        for (const [path, payload] of Object.entries(responses))
          files.set(path, brotliCompressSync(JSON.stringify(payload)));
        files.set('/', html('<link rel="stylesheet" href="/style.css"><script type="module" src="/page.js"></script>'));
        await serve(name, field, files);
      }
      const costs = new Map<string, EmbedCost[]>([...pages.keys()].map((name) => [name, []]));
      // Measures the embeds in turns, so that other load on the machine affects all of them equally.
      for (let round = 0; round < ROUNDS; round++) {
        for (const [name, { url, field }] of pages) costs.get(name)?.push(await measurePage(browser, url, field));
      }
      const empty = medians(costs.get('empty') ?? []).longestTask;
      return Object.fromEntries(
        [...costs].map(([name, each]) => {
          const cost = medians(each);
          return [name, { ...cost, longestTask: Number(Math.max(0, cost.longestTask - empty).toFixed(1)) }];
        }),
      );
    } finally {
      await browser.close();
      for (const server of servers) server.close();
    }
  });

/** Bundles one competitor as a page would: `/page.js`, `/style.css` and lazily loaded files, compressed. */
async function bundle(name: string): Promise<Map<string, Buffer>> {
  const built = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'chrome123',
      lib: { entry: `${folder}pages/${name}.mjs`, formats: ['es'], fileName: () => 'page.js', cssFileName: 'style' },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
  const files = new Map<string, Buffer>([['/style.css', brotliCompressSync('')]]);
  for (const output of outputs)
    files.set(
      `/${output.fileName}`,
      brotliCompressSync(output.type === 'chunk' ? output.code : Buffer.from(output.source)),
    );
  return files;
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await benchmarkEmbeds(), null, 2)}\n`);
