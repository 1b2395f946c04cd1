import type { Upload, UploadKind } from '../../wire/upload.ts';

/** How far a file has come. Its name stays in the page. */
export type UploadState =
  /** `sent`: the share that has gone, 0 to 1. */
  | { readonly state: 'sending'; readonly file: File; readonly progress: number; readonly cancel: () => void }
  | { readonly state: 'kept'; readonly file: File; readonly upload: Upload }
  /** `why`: what is wrong with the file, by a problem's code, or with the way there, by a kind of trouble. */
  | { readonly state: 'failed'; readonly file: File; readonly errorCode: string };

export type Uploads = Readonly<Partial<Record<UploadKind, UploadState>>>;
