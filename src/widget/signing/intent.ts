import type { CreateContract } from '../../wire/contract.ts';

/** What the customer means by one click, however often it is sent: the same wish carries the same key. */
export interface Intent {
  /**
   * What to send, and under which key; a new key only when the wish is another. In another language it is the same wish: it
   * goes out again in the words it first went out in, which were agreed to as well.
   */
  keyFor(body: CreateContract): { readonly body: CreateContract; readonly key: string };
  /** Forgets the key: what is agreed to next is something new. */
  renew(): void;
}

export function createIntent(): Intent {
  let sent: { readonly meant: string; readonly key: string; readonly body: CreateContract } | undefined;
  return {
    keyFor(body) {
      const meant = JSON.stringify({ ...body, consent: undefined });
      if (sent?.meant !== meant) sent = { meant, key: crypto.randomUUID(), body };
      return sent;
    },
    renew() {
      sent = undefined;
    },
  };
}
