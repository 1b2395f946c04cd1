import { html, raw } from 'hono/html';
import type { Localized, PageLanguage } from '../http/accept-language.ts';
import type { BotCheck, HostedPage, Site } from '../partners/site.ts';
import { siteFrameAncestors } from './csp.ts';

export type HostedSite = Site & { readonly hosted: HostedPage };

interface PageProps {
  readonly site: HostedSite;
  readonly language: PageLanguage;
  /** Locale for numbers and dates: the requested locale, such as `en-GB`, if it belongs to the language, or else the language. */
  readonly locale: string;
  readonly url: string;
  readonly nonce: string;
  readonly loader: { readonly src: string; readonly integrity: string };
}

type Html = ReturnType<typeof html>;

/** Renders the page at `/shop/{slug}`: the site's name and logo, and the widget. */
export function renderHostedPage(page: PageProps): Html {
  const { site, language, url } = page;
  const { hosted, branding, name } = site;
  const messages = hostedPageMessages[language];
  const title = hosted.title ?? messages.title;
  const logo =
    hosted.logo &&
    html`<img src="${hosted.logo.path}" alt="${name}" width="${hosted.logo.width}" height="${hosted.logo.height}">`;
  const brandMark = logo ?? html`<strong>${name}</strong>`;
  const otherLanguages = hosted.languages.filter((other) => other !== language);
  return renderDocument(
    page,
    html`<title>${title}${title.includes(name) ? '' : ` – ${name}`}</title>
<meta name="description" content="${messages.description(name)}">
<link rel="canonical" href="${url}">`,
    html`<header class="top">
${hosted.home ? html`<a class="brand" href="${hosted.home}">${brandMark}</a>` : html`<span class="brand">${brandMark}</span>`}
${branding.phone ? html`<a href="${telHref(branding.phone)}">${branding.phone}</a>` : ''}
</header>
<main>
<h1>${title}</h1>
${shopElement(page)}
</main>
${
  otherLanguages.length
    ? html`<footer class="end"><nav aria-label="${messages.languages}">${otherLanguages.map(
        (other) =>
          html`<a href="?lang=${other}" lang="${other}" hreflang="${other}">${hostedPageMessages[other].language}</a> `,
      )}</nav></footer>`
    : ''
}`,
  );
}

/** Renders the content of an iframe on the site's own pages: the widget only. */
export const renderIframePage = (page: PageProps): Html =>
  renderDocument(
    page,
    html`<title>${hostedPageMessages[page.language].title}</title>
<meta name="robots" content="noindex">
<meta name="shopper-origins" content="${siteFrameAncestors(page.site).join(' ')}">`,
    html`<main>${shopElement(page, true)}</main>
<script nonce="${page.nonce}">
parent.postMessage({ source: 'shopper:iframe', type: 'hello' }, '*');
// The widget waits until it is near the viewport, which it cannot detect in an iframe. The host page has already waited.
customElements.whenDefined('commercial-shopper').then(() => document.querySelector('commercial-shopper').open());
</script>`,
    'framed',
  );

/**
 * The element has no children. Until the widget has loaded, or if it cannot start, the element shows its own
 * placeholder with the phone number.
 */
function shopElement({ site, locale, url, language, nonce }: PageProps, isIframe = false): Html {
  const { phone } = site.branding;
  const messages = hostedPageMessages[language];
  const challenge = site.botCheck?.challenge;
  return html`<commercial-shopper site="${site.key}" locale="${locale}"${
    isIframe ? html` framed="${url}" events="shopperEvents"` : ''
  }${phone ? html` phone="${phone}"` : ''}></commercial-shopper>
${challenge ? renderBotCheck(challenge, nonce, language) : ''}<noscript><p>${messages.needsScript} ${phone ? messages.callUs(phone) : messages.askUs}</p></noscript>`;
}

function renderDocument({ language, site, nonce, loader }: PageProps, head: Html, body: Html, className = ''): Html {
  const { accent } = site.branding;
  const icon = site.hosted.logo?.path ?? 'data:,';
  return html`<!doctype html>
<html lang="${language}" class="${className}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${accent ? html`<meta name="theme-color" content="${accent}">` : ''}
<link rel="icon" href="${icon}">
${head}
<style nonce="${nonce}">${raw(styles(accent))}</style>
<script async nonce="${nonce}" src="${loader.src}" integrity="${loader.integrity}"></script>
</head>
<body>
${body}
</body>
</html>`;
}

const telHref = (phone: string): string => `tel:${phone.replace(/[^\d+]/g, '')}`;

/** The page's style sheet. @param accent `#rrggbb`, as validated by the configuration */
const styles = (accent = '#0d6e4f'): string => `
:root { color-scheme: light dark; --ink: light-dark(#151d1a, #edf3f0); --ground: light-dark(#f4f7f6, #0d1210); --line: light-dark(#dbe2df, #2f3a36); }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); border-top: 4px solid ${accent}; }
.framed body { background: none; border: 0; }
.top, main, .end { max-width: 62rem; margin: 0 auto; padding: .75rem 1rem; }
.top { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; justify-content: space-between; }
.brand { min-width: 0; font-size: 1.125rem; text-decoration: none; }
.brand img { display: block; width: auto; height: auto; max-width: min(15rem, 100%); max-height: 4rem; }
@media (prefers-color-scheme: dark) { .brand img { background: #fff; border-radius: .4rem; } }
h1 { margin: 0 0 1rem; font-size: 1.6rem; line-height: 1.2; text-wrap: balance; }
a { color: inherit; }
.top a, .end a { display: inline-block; padding: .6rem 0; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
commercial-shopper { display: block; min-height: 36rem; }
.framed main { max-width: none; padding: 0; }
.framed commercial-shopper { min-height: 0; }
.end { border-top: 1px solid var(--line); margin-top: 1rem; }
@media print { body { background: none; border: 0; } .end { display: none; } commercial-shopper { min-height: 0; } }
`;

interface HostedPageMessages {
  /** The language's name in that language. */
  readonly language: string;
  readonly title: string;
  readonly description: (agency: string) => string;
  readonly callUs: (phone: string) => string;
  readonly askUs: string;
  readonly needsScript: string;
  readonly languages: string;
}

/** Messages on the page around the widget. The widget has its own messages. */
const hostedPageMessages: Localized<HostedPageMessages> = {
  en: {
    language: 'English',
    title: 'Energy rates for your business',
    description: (agency) => `Compare electricity and gas rates for your business and sign online with ${agency}.`,
    callUs: (phone) => `Call us for rates: ${phone}`,
    askUs: 'Contact us for rates.',
    needsScript: 'This page needs JavaScript, which is turned off in your browser.',
    languages: 'Languages',
  },
  es: {
    language: 'Español',
    title: 'Tarifas de energía para su negocio',
    description: (agency) => `Compare tarifas de electricidad y gas para su negocio y firme en línea con ${agency}.`,
    callUs: (phone) => `Llámenos para conocer las tarifas: ${phone}`,
    askUs: 'Comuníquese con nosotros para conocer las tarifas.',
    needsScript: 'Esta página necesita JavaScript, que está desactivado en su navegador.',
    languages: 'Idiomas',
  },
};

/** How long the page waits for the bot check service before it requests a session without a valid token. */
const TIMEOUT_MS = 20_000;

/**
 * Renders the bot check of a hosted page: the service's script, its place on the page, and the widget's `proof`. The
 * widget asks for a token only if the server requires one. If the service is unavailable, the page sends a token that
 * is not valid, and the server decides whether to open a session: see `sessions/bot-check.ts`.
 *
 * @param nonce of the page's Content-Security-Policy
 */
const renderBotCheck = (
  { siteKey, scriptUrl }: NonNullable<BotCheck['challenge']>,
  nonce: string,
  language: PageLanguage,
) => html`<div id="bot-check"></div>
<script async nonce="${nonce}" id="bot-check-script" src="${scriptUrl}?render=explicit"></script>
<script nonce="${nonce}">${raw(proofScript(siteKey, language))}</script>`;

/** The site key and the language consist of validated characters that cannot end the script element. */
const proofScript = (siteKey: string, language: PageLanguage): string => `
(() => {
  const script = document.getElementById('bot-check-script');
  const loaded = new Promise((resolve) => {
    if (window.turnstile) resolve();
    script.onload = script.onerror = resolve;
  });
  document.querySelector('commercial-shopper').proof = () =>
    Promise.race([
      loaded.then(() => new Promise((resolve) => {
        if (!window.turnstile) return resolve('unavailable');
        const end = (token) => { turnstile.remove(id); resolve(token); };
        const id = turnstile.render('#bot-check', {
          sitekey: '${siteKey}',
          language: '${language}',
          callback: end,
          'error-callback': () => { resolve('unavailable'); return true; },
          'before-interactive-callback': () => clearTimeout(timer),
        });
      })),
      new Promise((resolve) => { timer = setTimeout(resolve, ${TIMEOUT_MS}, 'unavailable'); }),
    ]);
  let timer;
})();
`;
