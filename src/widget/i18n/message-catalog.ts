import { type AppMessages, app } from './en/app.ts';
import type { LazyMessages } from './lazy-messages.ts';

/**
 * All messages of one language. The messages of the first screen load with the language; the others load on demand.
 */
export interface MessageCatalog {
  readonly app: AppMessages;
  lazy(): Promise<LazyMessages>;
}

/** English is the fallback language, so it is part of the first paint. */
export const english: MessageCatalog = { app, lazy: async () => (await import('./en/lazy.ts')).lazyMessages };
