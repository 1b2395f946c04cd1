import { createHmac } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
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
  const names = known.get(keys) ?? new LRUCache({ max: mostKnown });
  known.set(keys, names);
  const name = names.get(address) ?? createHmac('sha256', keys.request).update(address).digest('base64url');
  names.set(address, name);
  return name;
};

/** Counts requests by the address they come from. @throws ProblemError rate_limited */
export const limitAddresses =
  (deps: Deps): MiddlewareHandler =>
  async (context, next) => {
    await deps.limiter.take('address', addressKey(deps, context));
    return next();
  };
