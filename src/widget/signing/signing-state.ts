import type { Trouble } from '../trouble.ts';

/**
 * Where signing is shown. What has been signed, only the BFF knows.
 *
 * `returned`: the signing page sent the customer back. `left`: its window looks closed, which browsers also say of one
 * that a page's isolation (COOP) merely cut off from us.
 */
export type SigningState =
  | { readonly state: 'closed' | 'opening' | 'blocked' | 'returned' | 'left' }
  | { readonly state: 'open'; readonly window: Window }
  | { readonly state: 'failed'; readonly trouble: Trouble };
