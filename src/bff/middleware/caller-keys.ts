import type { Context } from 'hono';
import type { AppContext } from '../app-context.ts';
import { requestHashes } from '../encryption/server-keys.ts';
import { clientIpKey } from './client-ip.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Set once they are known: the session and the site of the request, and whether it was for another customer's object. */
    sessionId: string | undefined;
    siteKey: string | undefined;
    isNotOwned: boolean | undefined;
  }
}

/**
 * Identifies the client of a denied request in the log, without personal data: keyed hashes of its session and
 * address. Requests of one client have the same hashes until the server's secret changes.
 */
export function callerKeys(
  appContext: Pick<AppContext, 'keys' | 'log' | 'trustedProxies'>,
  context: Context,
): { readonly sessionKey?: string; readonly addressKey: string; readonly site?: string } {
  const { sessionId, siteKey } = context.var;
  return {
    ...(sessionId === undefined ? {} : { sessionKey: requestHashes(appContext.keys, sessionId)[0] }),
    addressKey: clientIpKey(appContext, context),
    ...(siteKey === undefined ? {} : { site: siteKey }),
  };
}
