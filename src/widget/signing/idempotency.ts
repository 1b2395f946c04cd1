import type { CreateContractRequest } from '../../wire/create-contract.ts';

/** What the customer means by one click, however often it is sent: the same wish carries the same key. */
export interface IdempotencyKeys {
  /**
   * What to send, and under which key; a new key only when the wish is another. In another language it is the same wish: it
   * goes out again in the words it first went out in, which were agreed to as well.
   */
  keyFor(body: CreateContractRequest): { readonly body: CreateContractRequest; readonly key: string };
  /** Forgets the key: what is agreed to next is something new. */
  reset(): void;
}

export function createIdempotencyKeys(): IdempotencyKeys {
  let last: { readonly fingerprint: string; readonly key: string; readonly body: CreateContractRequest } | undefined;
  return {
    keyFor(body) {
      const fingerprint = JSON.stringify({ ...body, consent: undefined });
      if (last?.fingerprint !== fingerprint) last = { fingerprint, key: crypto.randomUUID(), body };
      return last;
    },
    reset() {
      last = undefined;
    },
  };
}
