import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { OperatorError } from '../operator-error.ts';
import { createEncodedBody, type EncodedBody, sendCompressed } from './response-headers.ts';

/** The built loader and widget with their compressed forms, in memory: a few hundred kilobytes, read once. */
export interface StaticFiles {
  get(path: string): StaticFile | undefined;
  /** Paths of the loaders of all releases: `/v1.2.3/shopper.js`. */
  readonly releases: readonly string[];
}

interface StaticFile {
  readonly type: string;
  readonly body: EncodedBody;
}

const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
};

const release = /^v\d+\.\d+\.\d+$/;

/** The folder contains no build. */
export class MissingBuildError extends OperatorError {
  override readonly name = 'MissingBuildError';
}

/**
 * Reads `shopper.js` and `assets/*` of a build, and `v1.2.3/shopper.js` of every release in the folder.
 *
 * @param folder `dist/cdn`
 * @throws MissingBuildError
 */
export function readStaticFiles(folder: string): StaticFiles {
  const files = new Map<string, StaticFile>();
  const add = (path: string): void => {
    files.set(`/${path}`, {
      type: types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      body: createEncodedBody(new Uint8Array(readFileSync(join(folder, path))), 11),
    });
  };
  try {
    add('shopper.js');
    for (const name of readdirSync(join(folder, 'assets'))) add(`assets/${name}`);
    for (const name of readdirSync(folder)) if (release.test(name)) add(`${name}/shopper.js`);
  } catch (cause) {
    throw new MissingBuildError(`no build found in ${folder}: run npm run build`, { cause });
  }
  return {
    get: (path) => files.get(path),
    releases: [...files.keys()].filter((path) => path.startsWith('/v')),
  };
}

/**
 * Serves the build to pages of any origin with open CORS and CORP, because it contains nothing secret. The loader is
 * cached for minutes. It is served at `/shopper.js` and at `/v1/shopper.js`; pages use the latter, which is fixed to
 * the API version. Loaders of releases and hashed assets never change.
 */
export function staticRoutes(files: StaticFiles): Hono {
  const serve = (context: Context) => {
    const { path } = context.req;
    const file = files.get(path === '/v1/shopper.js' ? '/shopper.js' : path);
    if (!file) return context.notFound();
    const immutable = path !== '/shopper.js' && path !== '/v1/shopper.js';
    return sendCompressed(context, file.body, {
      'Content-Type': file.type,
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': immutable
        ? 'public, max-age=31536000, immutable'
        : 'public, max-age=300, stale-while-revalidate=3600',
    });
  };
  const routes = new Hono().get('/shopper.js', serve).get('/v1/shopper.js', serve).get('/assets/*', serve);
  // One route per path, because Hono's fast router cannot combine a parameter with /v1/*.
  for (const path of files.releases) routes.get(path, serve);
  return routes;
}
