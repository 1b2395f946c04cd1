import { createPublicKey } from 'node:crypto';
import type { Environment } from '../partners/site.ts';

/** A value that must be used in one environment only, and, unless it is an address, by one partner only. */
export interface Credential {
  readonly partner: string;
  readonly environment: Environment;
  /** The setting's name in messages. */
  readonly property: string;
  /** Equal for values that are equal in effect, such as a URL with and without its default port. */
  readonly identity: string;
  /** Whether several partners may use it: the address of an API. */
  readonly isAddress?: boolean;
  /** Where it is declared. */
  readonly at: string;
}

/** @example urlIdentity('https://MSC.example:443/v1') === urlIdentity('https://msc.example/v1') */
export const urlIdentity = (url: string): string => `url ${URL.parse(url)?.href.replace(/\/$/, '') ?? url}`;

/** Webhook secrets are compared without prefix and padding, because these do not change the key. */
export const secretIdentity = (secret: string): string =>
  `secret ${secret
    .trim()
    .replace(/^whsec_/, '')
    .replace(/=+$/, '')}`;

/** The public key of a PEM private key, so that the same key in another encoding is recognized. */
export function privateKeyIdentity(pem: string): string {
  return `key ${createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('base64')}`;
}

/**
 * Finds credentials that test and live share, or two partners. With a shared value, tests could create real contracts,
 * customers test contracts, or one partner change another's contracts (invariant D).
 *
 * @returns one message per shared value, without the value
 */
export function findSharedCredentials(credentials: readonly Credential[]): string[] {
  const messages = new Set<string>();
  const byIdentity = Map.groupBy(credentials, ({ identity }) => identity);
  for (const group of byIdentity.values()) {
    const [first] = group;
    for (const credential of group) {
      const { property, environment, at, isAddress } = credential;
      if (environment === 'live' && group.some((other) => other.environment === 'test'))
        messages.add(`${at}: the live ${property} is also used in a test environment`);
      if (!isAddress && first && first.partner !== credential.partner)
        messages.add(`${at}: the ${property} is also used by another partner`);
    }
  }
  return [...messages];
}
