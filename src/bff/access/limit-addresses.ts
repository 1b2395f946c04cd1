import { createHmac } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import { clientAddress } from './client-address.ts';

/** A request's address as a name to count under. Addresses are personal: none is stored or shown. */
export const addressKey = (deps: Pick<Deps, 'keys' | 'trustedProxies'>, context: Context): string =>
  createHmac('sha256', deps.keys.request).update(clientAddress(context, deps.trustedProxies)).digest('base64url');

/** Counts requests by the address they come from. @throws ProblemError rate_limited */
export const limitAddresses =
  (deps: Deps): MiddlewareHandler =>
  async (context, next) => {
    await deps.limiter.take('address', addressKey(deps, context));
    return next();
  };
