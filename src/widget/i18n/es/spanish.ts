import type { MessageCatalog } from '../message-catalog.ts';
import { app } from './app.ts';

export const spanish: MessageCatalog = { app, lazy: async () => (await import('./lazy.ts')).lazyMessages };
