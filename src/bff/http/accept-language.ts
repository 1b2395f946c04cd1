/** Languages of our pages. The first is the default. */
export const PAGE_LANGUAGES = ['en', 'es'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

export type Localized<T> = Readonly<Record<PageLanguage, T>>;

/** How many characters of the header are read: more than any browser sends. The rest is ignored. */
const MAX_HEADER_LENGTH = 200;

/**
 * Negotiates the language: the requested one, then the browser's preferences in `Accept-Language`
 * (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4), then the first available language.
 *
 * @param languages the available languages
 * @param requested a locale such as `es` or `es-MX`
 * @example negotiateLanguage(['en', 'es'], 'fr, es-MX;q=0.8, en;q=0.5') // 'es'
 */
export function negotiateLanguage(
  languages: readonly PageLanguage[],
  accepted: string | undefined,
  requested = '',
): PageLanguage {
  const preferred = (accepted ?? '')
    .slice(0, MAX_HEADER_LENGTH)
    .split(',')
    .map((entry) => {
      const [, tag = '', weight = '1'] = /^\s*([\w-]+)(?:\s*;\s*q=([\d.]+))?/.exec(entry) ?? [];
      return { tag, weight: Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  for (const tag of [requested, ...preferred]) {
    const found = languages.find((language) => language === tag.toLowerCase().split('-', 1)[0]);
    if (found) return found;
  }
  return languages[0] ?? PAGE_LANGUAGES[0];
}

/**
 * Negotiates the language of a message page.
 *
 * @example negotiatePageLanguage('es-MX,es;q=0.9,en;q=0.8') // 'es'
 */
export const negotiatePageLanguage = (accepted: string | undefined): PageLanguage =>
  negotiateLanguage(PAGE_LANGUAGES, accepted);
