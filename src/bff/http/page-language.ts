/** The languages that plain pages are written in. */
export type PageLanguage = 'en' | 'es';

/** Something said in each of them. */
export type InEachLanguage<Words> = Readonly<Record<PageLanguage, Words>>;

/**
 * The language of ours that a browser likes best, by `Accept-Language` (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4).
 *
 * @example pageLanguage('es-MX,es;q=0.9,en;q=0.8') // 'es'
 */
export function pageLanguage(header: string | undefined): PageLanguage {
  const liked = (header ?? '').split(',').map((range) => {
    const [, language = '', weight = '1'] = /^\s*([a-z]+)[^;]*(?:;\s*q=([\d.]+))?/i.exec(range) ?? [];
    return { language: language.toLowerCase(), weight: Number(weight) };
  });
  const [best] = liked
    .filter(({ language, weight }) => (language === 'en' || language === 'es') && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return best?.language === 'es' ? 'es' : 'en';
}
