import type { Trouble } from '../trouble.ts';

/** What was asked for over the network, as a view sees it. */
export type Answer<Value> =
  | { readonly state: 'idle' | 'loading'; readonly value?: undefined }
  | { readonly state: 'failed'; readonly trouble: Trouble; readonly value?: undefined }
  | { readonly state: 'found'; readonly value: Value };
