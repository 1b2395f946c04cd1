import { type ShellTexts, shell } from './en/shell.ts';
import type { LaterTexts } from './later.ts';

/** One language: the first screen's words at once, the others when they are wanted. A missing key is a type error. */
export interface Language {
  readonly shell: ShellTexts;
  later(): Promise<LaterTexts>;
}

/** English is in the first paint: what is spoken where nothing else is asked for, or may be, or did not load. */
export const english: Language = { shell, later: async () => (await import('./en/later.ts')).later };
