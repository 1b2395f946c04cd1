/** Languages that a page of ours can be in. */
export const hostedLanguages = ['en', 'es'] as const;
export type HostedLanguage = (typeof hostedLanguages)[number];

interface HostedWords {
  /** The language's own name, for whoever does not read this one. */
  readonly language: string;
  readonly title: string;
  readonly description: (agency: string) => string;
  readonly callUs: (phone: string) => string;
  readonly askUs: string;
  readonly needsScript: string;
  readonly languages: string;
}

/** The few words around the shop. Those in it are the widget's own. */
export const hostedWords: Readonly<Record<HostedLanguage, HostedWords>> = {
  en: {
    language: 'English',
    title: 'Energy rates for your business',
    description: (agency) => `Compare electricity and gas rates for your business and sign online, with ${agency}.`,
    callUs: (phone) => `Call us for rates: ${phone}`,
    askUs: 'Ask us for rates.',
    needsScript: 'Comparing rates here needs JavaScript, which is turned off in this browser.',
    languages: 'Languages',
  },
  es: {
    language: 'Español',
    title: 'Tarifas de energía para su negocio',
    description: (agency) => `Compare tarifas de electricidad y gas para su negocio y firme en línea, con ${agency}.`,
    callUs: (phone) => `Llámenos para conocer las tarifas: ${phone}`,
    askUs: 'Pregúntenos por las tarifas.',
    needsScript: 'Para comparar tarifas aquí se necesita JavaScript, que está desactivado en este navegador.',
    languages: 'Idiomas',
  },
};

/**
 * The language to speak: the one asked for, else the first of the browser's that we have (RFC 9110 section 12.5.4), else our first.
 *
 * @param asked a locale, `es` or `es-MX`
 * @example chooseLanguage(['en', 'es'], undefined, 'fr, es-MX;q=0.8, en;q=0.5') // 'es'
 */
export const chooseLanguage = (
  languages: readonly HostedLanguage[],
  asked: string | undefined,
  accepted = '',
): HostedLanguage => {
  const wanted = accepted
    .slice(0, 200)
    .split(',')
    .map((entry) => {
      const [, tag = '', quality = '1'] = /^\s*([\w-]+)(?:\s*;\s*q=([\d.]+))?/.exec(entry) ?? [];
      return { tag, quality: Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
  for (const tag of [asked ?? '', ...wanted]) {
    const found = languages.find((language) => language === tag.toLowerCase().split('-', 1)[0]);
    if (found) return found;
  }
  return languages[0] ?? 'en';
};
