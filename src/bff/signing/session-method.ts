import { createSigningUrl } from './create-signing-url.ts';
import { createSigningRefresher } from './refresh-while-signing.ts';
import type { SigningMethod } from './signing-method.ts';

/** Signing in a session opened now, through the upstream that made the contract. */
export const sessionMethod: SigningMethod = {
  upstreamInput: {},
  start: async () => {},
  createRefresher: createSigningRefresher,
  createSession: createSigningUrl,
};
