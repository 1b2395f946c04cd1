import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type { AppContext } from '../app-context.ts';
import type { Keys } from '../config/keys.ts';
import { clientIp } from './client-ip.ts';

/** The names of the last addresses seen: to make one takes a tenth of a cheap request. In memory only, by keys. */
const keyCaches = new WeakMap<Keys, LRUCache<string, string>>();
const MAX_CACHED_KEYS = 10_000;

/** A request's address as a name to count under. Addresses are personal: none is stored or shown. */
export function clientIpKey(
  { keys, trustedProxies }: Pick<AppContext, 'keys' | 'trustedProxies'>,
  context: Context,
): string {
  const address = clientIp(context, trustedProxies);
  const cache = keyCaches.get(keys) ?? new LRUCache<string, string>({ max: MAX_CACHED_KEYS });
  const cached = cache.get(address);
  if (cached !== undefined) return cached;
  const key = createHmac('sha256', keys.request).update(address).digest('base64url');
  cache.set(address, key);
  keyCaches.set(keys, cache);
  return key;
}

/** Counts a request by the address it comes from. @throws ProblemError rate_limited */
export const rateLimitIp = (appContext: AppContext, context: Context): Promise<void> =>
  appContext.rateLimiter.consume('address', clientIpKey(appContext, context));
