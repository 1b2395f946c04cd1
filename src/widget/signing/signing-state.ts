import type { Trouble } from '../trouble.ts';

/** Where signing is shown. What has been signed, only the BFF knows. */
export type SigningState =
  | { readonly state: 'closed' | 'opening' | 'blocked' }
  | { readonly state: 'open'; readonly window: Window }
  | { readonly state: 'failed'; readonly trouble: Trouble };
