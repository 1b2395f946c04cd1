import { english, type MessageCatalog } from './message-catalog.ts';
import type { PartialCatalog } from './partial-language.ts';

/**
 * A language of the widget. `complete: true` requires every message, which the type checker verifies. A language that
 * is still being translated is `complete: false`; its missing messages are shown in English.
 */
export type Language = {
  /** Primary language subtag (RFC 5646), such as `es`. */
  readonly tag: string;
} & (
  | { readonly complete: true; load(): Promise<MessageCatalog & { readonly translation?: never }> }
  | { readonly complete: false; load(): Promise<PartialCatalog> }
);

/** Every language of the widget. To add one, add its messages to a folder named after its tag, and declare it here. */
export const languages: readonly Language[] = [
  { tag: 'en', complete: true, load: async () => english },
  { tag: 'es', complete: true, load: async () => (await import('./es/spanish.ts')).spanish },
  // `satisfies` checks each entry separately. The annotation alone would accept a partial language that is declared
  // complete.
] as const satisfies readonly Language[];
