import { english, type MessageCatalog } from './message-catalog.ts';

/** The language of a locale that `chooseLocale` gave. @throws Error when its words do not come */
export const catalogFor = async (locale: string): Promise<MessageCatalog> =>
  locale < 'es' ? english : (await import('./es/spanish.ts')).spanish;

/**
 * The locale to speak and format in: what was asked for if we speak it and the site allows it, else English. A region
 * that writes numbers otherwise than bills do here gives way to the United States: 120.000 would be read as 120.
 *
 * @param requested a language tag (https://www.rfc-editor.org/rfc/rfc5646), like `es` or `es-MX`
 * @param allowed the site's languages, once they are known
 */
export function resolveLocale(requested: string | undefined, allowed: readonly string[] = ['es']): string {
  const [, language = '', region = 'us'] = /^(en|es)\b-?([a-z]{2}\b)?/.exec(requested?.toLowerCase() ?? '') ?? [];
  const supported = language === 'es' && allowed.some((one) => one.startsWith('es')) ? 'es' : 'en';
  const locale = `${supported}-${language === supported ? region.toUpperCase() : 'US'}`;
  return (1e6 + 0.5).toLocaleString(locale) === '1,000,000.5' ? locale : `${supported}-US`;
}
