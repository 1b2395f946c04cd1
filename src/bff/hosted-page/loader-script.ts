import { createHash } from 'node:crypto';
import type { StaticFiles } from '../http/static-files.ts';

/** The loader as our own pages ask for it. */
interface LoaderScript {
  readonly src: string;
  /** An SRI value (https://www.w3.org/TR/SRI/), the same as in the build's manifest. */
  readonly integrity: string;
}

const cache = new WeakMap<StaticFiles, LoaderScript>();

/**
 * `/v1/shopper.js` with the hash of what is served there. A browser keeps that address for minutes: the hash is also in its
 * query, or a page that comes after a new build would refuse the old loader.
 */
export function loaderScript(files: StaticFiles): LoaderScript {
  const cached = cache.get(files);
  if (cached) return cached;
  const bytes = files.get('/shopper.js')?.body.get('identity') ?? new Uint8Array();
  const hash = createHash('sha384').update(bytes).digest();
  const script = {
    src: `/v1/shopper.js?build=${hash.subarray(0, 6).toString('hex')}`,
    integrity: `sha384-${hash.toString('base64')}`,
  };
  cache.set(files, script);
  return script;
}
