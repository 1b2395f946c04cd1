import type { ErrorKind } from './error-kind.ts';

/** What was asked for over the network, as a view sees it. */
export type AsyncState<Data> =
  | { readonly status: 'idle' | 'loading'; readonly data?: undefined }
  | { readonly status: 'error'; readonly errorKind: ErrorKind; readonly data?: undefined }
  | { readonly status: 'success'; readonly data: Data };
