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

/**
 * Every language of the widget. To add a language, add its messages to a folder named after its tag, and declare the
 * language here.
 */
export const languages: readonly Language[] = [
  { tag: 'en', complete: true, load: async () => english },
  { tag: 'es', complete: true, load: async () => (await import('./es/spanish.ts')).spanish },
  // `satisfies` checks each entry separately. The type annotation alone would accept a partial language that is
  // declared `complete: true`.
] as const satisfies readonly Language[];

const findLanguage = (tag: string) => languages.find((language) => language.tag === tag);

/**
 * Loads the messages of a locale that `resolveLocale` returned.
 *
 * @throws Error when the messages failed to load; the console shows the URL of the file
 */
export async function loadCatalog(locale: string): Promise<MessageCatalog> {
  return findLanguage(locale.slice(0, locale.indexOf('-')))?.load() ?? english;
}

/**
 * Returns the locale for messages and formats: the requested locale if the widget supports the language and the site
 * allows it, otherwise US English.
 *
 * @param requested language tag (https://www.rfc-editor.org/rfc/rfc5646), such as `es` or `es-MX`
 * @param allowed the site's languages, or undefined while they are unknown, which allows every language
 */
export function resolveLocale(requested: string | undefined, allowed?: readonly string[]): string {
  const [, language = '', region = 'us'] = /^([a-z]{2,3})\b-?([a-z]{2}\b)?/.exec(requested?.toLowerCase() ?? '') ?? [];
  const isAllowed = language === 'en' || !allowed || allowed.some((tag) => tag.startsWith(language));
  const supported = isAllowed && findLanguage(language) ? language : 'en';
  return `${supported}-${language === supported ? region.toUpperCase() : 'US'}`;
}
