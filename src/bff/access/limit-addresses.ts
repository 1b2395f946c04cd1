import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type { Deps } from '../deps.ts';
import type { Keys } from '../keys.ts';
import { clientAddress } from './client-address.ts';

/** The names of the last addresses seen: to make one takes a tenth of a cheap request. In memory only, by keys. */
const known = new WeakMap<Keys, LRUCache<string, string>>();
const mostKnown = 10_000;

/** A request's address as a name to count under. Addresses are personal: none is stored or shown. */
export const addressKey = (
  { keys, trustedProxies }: Pick<Deps, 'keys' | 'trustedProxies'>,
  context: Context,
): string => {
  const address = clientAddress(context, trustedProxies);
  const names = known.get(keys) ?? new LRUCache<string, string>({ max: mostKnown });
  const before = names.get(address);
  if (before !== undefined) return before;
  const name = createHmac('sha256', keys.request).update(address).digest('base64url');
  names.set(address, name);
  known.set(keys, names);
  return name;
};

/** Counts a request by the address it comes from. @throws ProblemError rate_limited */
export const limitAddress = (deps: Deps, context: Context): Promise<void> =>
  deps.limiter.take('address', addressKey(deps, context));
