import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import packageJson from '../../package.json' with { type: 'json' };

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface HostServer {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Serves `pages/*.html` without the extension, such as `async.html` at `/async`. Lines of the form `<!-- Name: value
 * -->` at the top of a page are sent as response headers. Also serves the built loader, tampered copies of the widget's
 * other files, and a page that bundles the npm package.
 */
export async function startHostServer(widget: string): Promise<HostServer> {
  const bundle = await bundleReactPage();
  const loader = readFileSync(here('../../dist/cdn/shopper.js'));
  const integrity = `sha384-${createHash('sha384').update(loader).digest('base64')}`;
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '', 'http://localhost').pathname.slice(1);
    if (name === 'host.css') {
      response.setHeader('Content-Type', 'text/css');
      return response.end(readFileSync(here('host.css')));
    }
    if (name === 'shopper.js' || name.startsWith('assets/')) {
      response.setHeader('Content-Type', 'text/javascript');
      return response.end(name === 'shopper.js' ? loader : 'window.changed = true; export const mount = () => {};');
    }
    const bundled = bundle.get(name);
    if (bundled !== undefined) {
      response.setHeader('Content-Type', 'text/javascript');
      return response.end(bundled);
    }
    const file = here(`pages/${name}.html`);
    if (!/^[\w-]+$/.test(name) || !existsSync(file)) return response.writeHead(404).end();
    const page = readFileSync(file, 'utf8')
      .replaceAll('{{origin}}', widget)
      .replaceAll('{{nonce}}', randomBytes(16).toString('base64'))
      .replaceAll('{{version}}', packageJson.version)
      .replaceAll('{{integrity}}', integrity);
    const [head = '', body = ''] = page.split(/(?=<!doctype)/);
    for (const [, header = '', value = ''] of head.matchAll(/<!-- ([\w-]+): (.*) -->/g))
      response.setHeader(header, value);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    return response.end(body || head);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      resolve({
        origin: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** Builds `bundle/react-page.js` and its imports, as the owner of a React site would. */
async function bundleReactPage(): Promise<ReadonlyMap<string, string>> {
  const built = await build({
    root: here('.'),
    configFile: false,
    logLevel: 'silent',
    // The page imports the package's source to get its types. This alias replaces the source with the built package.
    resolve: { alias: [{ find: /^.*src\/loader\/npm\/react\.ts$/, replacement: here('../../dist/npm/react.js') }] },
    define: { 'process.env.NODE_ENV': '"development"' },
    build: { write: false, rolldownOptions: { input: here('react-page.ts'), output: { entryFileNames: '[name].js' } } },
  });
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : [];
  const files = outputs.flatMap(({ output }) => output);
  return new Map(files.flatMap((file) => (file.type === 'chunk' ? [[`bundle/${file.fileName}`, file.code]] : [])));
}
