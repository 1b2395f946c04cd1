/** What the customer means by one click, however often it is sent: the same words carry the same key. */
export interface Intent {
  /** The key for this body; a new one only when the body is another. */
  keyFor(body: unknown): string;
  /** Forgets the key: what is agreed to next is something new. */
  renew(): void;
}

export function createIntent(): Intent {
  let key = '';
  let meant = '';
  return {
    keyFor(body) {
      const text = JSON.stringify(body);
      if (text !== meant || !key) key = crypto.randomUUID();
      meant = text;
      return key;
    },
    renew() {
      key = '';
    },
  };
}
