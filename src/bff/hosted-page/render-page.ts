import { html, raw } from 'hono/html';
import type { PageLanguage } from '../http/accept-language.ts';
import { siteFrameAncestors } from './csp.ts';
import type { HostedSite } from './hosted-sites.ts';
import { hostedPageMessages } from './messages.ts';

interface PageProps {
  readonly site: HostedSite;
  readonly language: PageLanguage;
  /** For numbers and dates, when it is more than the language: `en-GB`. */
  readonly locale: string;
  /** Its own address, as people may keep it. */
  readonly url: string;
  readonly nonce: string;
  readonly loader: { readonly src: string; readonly integrity: string };
}

type Html = ReturnType<typeof html>;

/** The page at `/shop/{slug}`: the agency's name and logo, and the shop. */
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

/** The same shop alone, as a frame on one of the site's pages shows it. */
export const renderIframePage = (page: PageProps): Html =>
  renderDocument(
    page,
    html`<title>${hostedPageMessages[page.language].title}</title>
<meta name="robots" content="noindex">
<meta name="shopper-origins" content="${siteFrameAncestors(page.site).join(' ')}">`,
    html`<main>${shopElement(page, true)}</main>
<script nonce="${page.nonce}">
parent.postMessage({ source: 'shopper:iframe', type: 'hello' }, '*');
// What is out of sight in a frame seems far away to what is in it: whoever made the frame has seen to that already.
customElements.whenDefined('commercial-shopper').then(() => document.querySelector('commercial-shopper').open());
</script>`,
    'framed',
  );

/** Without children: until it is up, and when it cannot come up, the shop says whom to call, and how to try again. */
function shopElement({ site, locale, url, language }: PageProps, isIframe = false): Html {
  const { phone } = site.branding;
  const messages = hostedPageMessages[language];
  return html`<commercial-shopper site="${site.key}" locale="${locale}"${
    isIframe ? html` framed="${url}" events="shopperEvents"` : ''
  }${phone ? html` phone="${phone}"` : ''}></commercial-shopper>
<noscript><p>${messages.needsScript} ${phone ? messages.callUs(phone) : messages.askUs}</p></noscript>`;
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

/** @param accent `#rrggbb`, as the declaration holds it to be */
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
