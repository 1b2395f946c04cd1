import { type AppMessages, app } from './en/app.ts';
import type { LazyMessages } from './lazy-messages.ts';

/** One language: the first screen's words at once, the others when they are wanted. A missing key is a type error. */
export interface MessageCatalog {
  readonly app: AppMessages;
  lazy(): Promise<LazyMessages>;
}

/** English is in the first paint: what is spoken where nothing else is asked for, or may be, or did not load. */
export const english: MessageCatalog = { app, lazy: async () => (await import('./en/lazy.ts')).lazyMessages };
