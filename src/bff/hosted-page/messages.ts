import type { Localized } from '../http/accept-language.ts';

interface HostedPageMessages {
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
export const hostedPageMessages: Localized<HostedPageMessages> = {
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
