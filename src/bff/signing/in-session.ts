import { mintSigningUrl } from './mint.ts';
import type { SigningWay } from './signing-way.ts';
import { createSigningWatch } from './while-signing.ts';

/** Signing in a session opened now, through the upstream that made the contract. */
export const inSession: SigningWay = {
  told: {},
  begin: async () => {},
  watch: createSigningWatch,
  openSession: mintSigningUrl,
};
