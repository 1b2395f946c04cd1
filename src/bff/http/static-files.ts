import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { createEncodedBody, type EncodedBody, sendCompressed } from './encoded-body.ts';

/** The built loader and widget, in memory with their compressed forms: a few hundred kilobytes, read once. */
export interface StaticFiles {
  get(path: string): StaticFile | undefined;
  /** The loaders of each release there is: `/v1.2.3/shopper.js`. */
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

/** `v1.2.3` */
const release = /^v\d+\.\d+\.\d+$/;

/** The folder holds no build. */
export class MissingBuildError extends Error {
  override readonly name = 'MissingBuildError';
}

/**
 * Reads `shopper.js` and `assets/*` of a build, and each release's own `v1.2.3/shopper.js`: a folder may hold several.
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
    throw new MissingBuildError(`there is no built widget in ${folder}: run npm run build`, { cause });
  }
  return {
    get: (path) => files.get(path),
    releases: [...files.keys()].filter((path) => path.startsWith('/v')),
  };
}

/**
 * Serves the build to any page of any host (CORS and CORP open: there is nothing secret in it). The loader may be an hour
 * old, under its own name and under `/v1/`, the version of what pages rely on. A release's own loader, and what any loader
 * loads, named by its hash, never change.
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
  // Each by its name: a pattern beside /v1/* is more than Hono's fast router can tell apart.
  for (const path of files.releases) routes.get(path, serve);
  return routes;
}
