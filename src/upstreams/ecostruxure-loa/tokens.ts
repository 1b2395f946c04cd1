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
export interface LoaTokens {
  /** @throws the transport's errors */
  of(customer: LoaCustomer): Promise<string>;
  /** The API took this token no longer. */
  forget(customer: LoaCustomer, token: string): void;
}

/** So long before its end a token is not used any more, in milliseconds: the call it is for takes time too. */
const spare = 60_000;
const mostKept = 1_000;

/**
 * Asks for tokens and keeps each until shortly before its end, for its customer and nobody else. Who asks while one is on its way
 * waits for it.
 *
 * @param now in milliseconds
 */
export const createLoaTokens = (
  transport: LoaTransport,
  { clientId, clientSecret }: Pick<LoaCredentials, 'clientId' | 'clientSecret'>,
  now: () => number = Date.now,
): LoaTokens => {
  const kept = new LRUCache<string, { readonly token: string; readonly endsAt: number }>({ max: mostKept });
  const onTheWay = new Map<string, Promise<string>>();

  const ask = async (key: string, customer: LoaCustomer): Promise<string> => {
    const [path, form] =
      'email' in customer
        ? ['ecostruxure/v1/oauth-impersonate/token', { grant_type: 'user_token', email: customer.email }]
        : ['ecostruxure/v1/oauth/token', { grant_type: 'id_token', id_token: customer.idToken }];
    const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret });
    const sent = { ...form, clientId, clientSecret };
    const answer = await transport.call('token', path, accessToken, { method: 'post', body }, sent);
    kept.set(key, { token: answer.access_token, endsAt: now() + answer.expires_in * 1000 - spare });
    return answer.access_token;
  };

  return {
    async of(customer) {
      const key = keyOf(customer);
      const before = kept.get(key);
      if (before && before.endsAt > now()) return before.token;
      const flight = onTheWay.get(key) ?? ask(key, customer).finally(() => onTheWay.delete(key));
      onTheWay.set(key, flight);
      return flight;
    },
    forget(customer, token) {
      const key = keyOf(customer);
      if (kept.get(key)?.token === token) kept.delete(key);
    },
  };
};

/** A hash, so that no address or token lies about in memory as a key. The kind is part of it: an address is no id_token. */
const keyOf = (customer: LoaCustomer): string =>
  createHash('sha256')
    .update('email' in customer ? `email\0${customer.email}` : `id_token\0${customer.idToken}`)
    .digest('base64url');
