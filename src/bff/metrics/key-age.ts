import { statSync } from 'node:fs';

/** A key that is mounted as a file, and when that was written last. */
export interface KeyAge {
  readonly key: 'signing' | 'server_secret' | 'payload';
  readonly partner?: string;
  readonly environment?: string;
  readonly changedAt: Date;
}

/** When a file was written last; undefined when there is none. */
export const changedAt = (file: string | undefined): Date | undefined =>
  file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })?.mtime;
