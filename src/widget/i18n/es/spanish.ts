import type { Language } from '../language.ts';
import { shell } from './shell.ts';

/** Spanish as it is spoken to businesses in the United States. */
export const spanish: Language = { shell, later: async () => (await import('./later.ts')).later };
