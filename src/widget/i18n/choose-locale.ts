import { english, type Language } from './language.ts';

/** The language of a locale that `chooseLocale` gave. @throws Error when its words do not come */
export const languageOf = async (locale: string): Promise<Language> =>
  locale < 'es' ? english : (await import('./es/spanish.ts')).spanish;

/**
 * The locale to speak and format in: what was asked for if we speak it and the site allows it, else English. A region
 * that writes numbers otherwise than bills do here gives way to the United States: 120.000 would be read as 120.
 *
 * @param said a language tag (https://www.rfc-editor.org/rfc/rfc5646), like `es` or `es-MX`
 * @param allowed the site's languages, once they are known
 */
export function chooseLocale(said: string | undefined, allowed: readonly string[] = ['es']): string {
  const [, language = '', region = 'us'] = /^(en|es)\b-?([a-z]{2}\b)?/.exec(said?.toLowerCase() ?? '') ?? [];
  const spoken = language === 'es' && allowed.some((one) => one.startsWith('es')) ? 'es' : 'en';
  const locale = `${spoken}-${language === spoken ? region.toUpperCase() : 'US'}`;
  return (1e6 + 0.5).toLocaleString(locale) === '1,000,000.5' ? locale : `${spoken}-US`;
}
