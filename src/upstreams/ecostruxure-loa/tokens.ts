import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { accessToken } from './agreement-schema.ts';
import type { LoaTransport } from './transport.ts';

/** What the API gave our application. */
export interface LoaCredentials {
  /** Without a slash at its end: `https://api.exchange.se.com`. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** On whose behalf we call: by e-mail address, or by the id_token of whoever signed in with the API's own identity service. */
export type LoaCustomer = { readonly email: string } | { readonly idToken: string };

/** Access tokens, one for each customer: consent is kept for the customer a token was made for. */
export interface LoaTokenProvider {
  /** @throws the transport's errors */
  get(customer: LoaCustomer): Promise<string>;
  /** The API took this token no longer. */
  invalidate(customer: LoaCustomer, token: string): void;
}

/** So long before its end a token is not used any more, in milliseconds: the call it is for takes time too. */
const EXPIRY_MARGIN_MS = 60_000;
const MAX_CACHED_TOKENS = 1_000;

/**
 * Asks for tokens and keeps each until shortly before its end, for its customer and nobody else. Who asks while one is on its way
 * waits for it.
 *
 * @param now in milliseconds
 */
export const createLoaTokenProvider = (
  transport: LoaTransport,
  { clientId, clientSecret }: Pick<LoaCredentials, 'clientId' | 'clientSecret'>,
  now: () => number = Date.now,
): LoaTokenProvider => {
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
    const requestValues = { ...form, clientId, clientSecret };
    const response = await transport.call('token', path, accessToken, { method: 'post', body }, requestValues);
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
};

/** A hash, so that no address or token lies about in memory as a key. The kind is part of it: an address is no id_token. */
const cacheKey = (customer: LoaCustomer): string =>
  createHash('sha256')
    .update('email' in customer ? `email\0${customer.email}` : `id_token\0${customer.idToken}`)
    .digest('base64url');
