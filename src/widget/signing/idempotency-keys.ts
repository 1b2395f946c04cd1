import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { SessionStore } from '../session-storage.ts';

/** Idempotency keys for contract creation. All submissions of one intent have the same key. */
export interface IdempotencyKeys {
  /**
   * Returns the idempotency key and the body to send. The same input returns the same key and the first body, even if
   * the language of the consent text has changed, because a key must always be sent with the same body.
   */
  keyFor(body: CreateContractRequest): { readonly body: CreateContractRequest; readonly key: string };
  /** Makes the next submission a new intent. */
  reset(): void;
}

/**
 * Stores the key of an intent with an unknown outcome in `sessionStorage`, so that the intent can be continued after a
 * reload. The key is random and not personal. If the input is different after the reload, the server rejects the key.
 */
export function createIdempotencyKeys(sessionStore: SessionStore): IdempotencyKeys {
  let last: { readonly fingerprint: string; readonly key: string; readonly body: CreateContractRequest } | undefined;
  return {
    keyFor(body) {
      const fingerprint = JSON.stringify({ ...body, consent: undefined });
      if (last?.fingerprint !== fingerprint) {
        const stored = last ? undefined : /^[\w-]{36}$/.exec(sessionStore.read('intent') ?? '')?.[0];
        last = { fingerprint, key: stored ?? crypto.randomUUID(), body };
        sessionStore.write('intent', last.key);
      }
      return last;
    },
    reset() {
      last = undefined;
      sessionStore.write('intent', undefined);
    },
  };
}
