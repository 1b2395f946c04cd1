import type { ErrorKind } from './error-kind.ts';

/** The state of one request. */
export type AsyncState<Data, Kind = ErrorKind> =
  | { readonly status: 'idle' | 'loading'; readonly data?: undefined }
  | { readonly status: 'error'; readonly errorKind: Kind; readonly data?: undefined }
  | { readonly status: 'success'; readonly data: Data };
