/** The languages that pages of ours are written in; the first where nothing else is asked for. */
export const pageLanguages = ['en', 'es'] as const;
export type PageLanguage = (typeof pageLanguages)[number];

/** Something said in each of them. */
export type InEachLanguage<Words> = Readonly<Record<PageLanguage, Words>>;

/** Of a header that may be anything: more than any browser sends. */
const longestHeader = 200;

/**
 * The language to speak: the one asked for, else what the browser likes best, by `Accept-Language`
 * (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4), else the first there is.
 *
 * @param languages those there are
 * @param asked a locale, `es` or `es-MX`
 * @example chooseLanguage(['en', 'es'], 'fr, es-MX;q=0.8, en;q=0.5') // 'es'
 */
export const chooseLanguage = (
  languages: readonly PageLanguage[],
  accepted: string | undefined,
  asked = '',
): PageLanguage => {
  const liked = (accepted ?? '')
    .slice(0, longestHeader)
    .split(',')
    .map((entry) => {
      const [, tag = '', weight = '1'] = /^\s*([\w-]+)(?:\s*;\s*q=([\d.]+))?/.exec(entry) ?? [];
      return { tag, weight: Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
  for (const tag of [asked, ...liked]) {
    const found = languages.find((language) => language === tag.toLowerCase().split('-', 1)[0]);
    if (found) return found;
  }
  return languages[0] ?? pageLanguages[0];
};

/** That of a plain page. @example pageLanguage('es-MX,es;q=0.9,en;q=0.8') // 'es' */
export const pageLanguage = (accepted: string | undefined): PageLanguage => chooseLanguage(pageLanguages, accepted);
