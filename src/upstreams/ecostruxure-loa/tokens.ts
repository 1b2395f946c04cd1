import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { accessToken } from './agreement-schema.ts';
import type { LoaTransport } from './transport.ts';

/** Credentials of our application. */
export interface LoaCredentials {
  /** Without a trailing slash: `https://api.exchange.se.com`. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * The customer on whose behalf we call: an email address, or the id_token of a user in the API's own identity service.
 */
export type LoaCustomer = { readonly email: string } | { readonly idToken: string };

/** Access tokens. Each customer has one, because consent is stored for the token's customer. */
export interface LoaTokenProvider {
  /** @throws LoaRejectedError | LoaUnavailableError | LoaInvalidResponseError */
  get(customer: LoaCustomer): Promise<string>;
  /** Discards a token that the API no longer accepts. */
  invalidate(customer: LoaCustomer, token: string): void;
}

/** A token is not used in the last minute before its expiry, because the call itself takes time. */
const EXPIRY_MARGIN_MS = 60_000;
const MAX_CACHED_TOKENS = 1_000;

/**
 * Requests tokens, and caches each one for its customer until shortly before it expires. Concurrent callers share one
 * request.
 *
 * @param now in milliseconds
 */
export function createLoaTokenProvider(
  transport: LoaTransport,
  { clientId, clientSecret }: Pick<LoaCredentials, 'clientId' | 'clientSecret'>,
  now: () => number = Date.now,
): LoaTokenProvider {
  const cache = new LRUCache<string, { readonly token: string; readonly expiresAt: number }>({
    max: MAX_CACHED_TOKENS,
  });
  const pendingRequests = new Map<string, Promise<string>>();

  const requestToken = async (key: string, customer: LoaCustomer): Promise<string> => {
    const [path, form] =
      'email' in customer
        ? ['ecostruxure/v1/oauth-impersonate/token', { grant_type: 'user_token', email: customer.email }]
        : ['ecostruxure/v1/oauth/token', { grant_type: 'id_token', id_token: customer.idToken }];
    const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret });
    const response = await transport.call('token', path, accessToken, { method: 'post', body });
    cache.set(key, { token: response.access_token, expiresAt: now() + response.expires_in * 1000 - EXPIRY_MARGIN_MS });
    return response.access_token;
  };

  return {
    async get(customer) {
      const key = cacheKey(customer);
      const cached = cache.get(key);
      if (cached && cached.expiresAt > now()) return cached.token;
      const request =
        pendingRequests.get(key) ?? requestToken(key, customer).finally(() => pendingRequests.delete(key));
      pendingRequests.set(key, request);
      return request;
    },
    invalidate(customer, token) {
      const key = cacheKey(customer);
      if (cache.get(key)?.token === token) cache.delete(key);
    },
  };
}

/**
 * The key is a hash, so that email addresses and tokens are not kept in memory as keys. It includes the kind of
 * identity, so that an email address never equals an id_token.
 */
const cacheKey = (customer: LoaCustomer): string =>
  createHash('sha256')
    .update('email' in customer ? `email\0${customer.email}` : `id_token\0${customer.idToken}`)
    .digest('base64url');
