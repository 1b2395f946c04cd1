/** A site owner's choices. An empty string means the default. */
export interface Choices {
  readonly site: string;
  readonly mode: 'inline' | 'button' | 'dialog';
  readonly isolation: 'shadow' | 'frame';
  readonly label: string;
  readonly locale: string;
  readonly postalCode: string;
  readonly phone: string;
  readonly events: string;
  readonly accent: string;
}

/** The loader's URL, and whether to use an exact release with its hash or the newest version 1. */
export interface Source {
  readonly origin: string;
  readonly release?: { readonly version: string; readonly integrity: string };
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const isSpanish = ({ locale }: Choices) => locale.startsWith('es');

/** Label of the page's own button. */
export const wordsOn = (choices: Choices): string =>
  choices.label || (isSpanish(choices) ? 'Ver tarifas de energía' : 'See energy rates');

/** The element's attributes, except those with default values. */
export function attributesOf(choices: Choices) {
  const { site, mode, isolation, label, locale, postalCode, phone, events } = choices;
  return Object.entries({
    site,
    mode: mode === 'inline' ? '' : mode,
    isolation: isolation === 'frame' ? isolation : '',
    // The button is shown before the language has loaded.
    label: mode === 'button' ? label || (isSpanish(choices) ? 'Ver tarifas' : '') : '',
    locale,
    'postal-code': postalCode,
    phone,
    events,
  }).filter(([, value]) => value);
}

const tag = ({ origin, release }: Source, more: string) =>
  release
    ? `<script async src="${origin}/v${release.version}/shopper.js" integrity="${release.integrity}" crossorigin="anonymous"${more}></script>`
    : `<script async src="${origin}/shopper.js"${more}></script>`;

/**
 * Returns the HTML to paste: a script tag, or an element if it needs content (the page's own button, or a failure
 * message in a language other than English).
 *
 * @example snippet({ ...choices, site: 'pk_test_demo' }, { origin: 'https://shop.example' })
 * // '<script async src="https://shop.example/shopper.js" data-site="pk_test_demo"></script>'
 */
export function snippet(choices: Choices, source: Source): string {
  const written = (prefix: string) =>
    attributesOf(choices)
      .map(([name, value]) => ` ${prefix}${name}="${escaped(value ?? '')}"`)
      .join('');
  const style = choices.accent
    ? `<style>commercial-shopper { --shopper-accent: ${escaped(choices.accent)} }</style>\n`
    : '';
  const around = (inner: string) =>
    `${style}<commercial-shopper${written('')}>\n  ${inner}\n</commercial-shopper>\n${tag(source, '')}`;
  if (choices.mode === 'dialog') return around(`<button type="button">${escaped(wordsOn(choices))}</button>`);
  if (choices.mode === 'inline' && choices.phone && isSpanish(choices)) {
    return around(`Llámenos para conocer sus tarifas: ${escaped(choices.phone)}`);
  }
  return style + tag(source, written('data-'));
}

/**
 * For tag managers that strip `data-…` attributes: the options are in the query of the script's URL. `target` is a CSS
 * selector.
 */
export function tagManagerSnippet(choices: Choices, { origin }: Source, target: string): string {
  const query = new URLSearchParams([
    ...attributesOf(choices).map(([name, value]) => [name, value ?? '']),
    ['target', target],
  ]);
  return `<script async src="${origin}/shopper.js?${escaped(String(query))}"></script>`;
}

/** URL of the site's hosted page by site key; it redirects to the URL with the slug. */
export const hostedPage = ({ site }: Choices, { origin }: Source): string =>
  `${origin}/shop/${encodeURIComponent(site)}`;

/**
 * Additions to the page's Content-Security-Policy (https://www.w3.org/TR/CSP3/). An iframe on our origin has a
 * separate policy.
 */
export const policyLine = ({ isolation }: Choices, { origin }: Source): string =>
  isolation === 'frame'
    ? `script-src ${origin}; connect-src ${origin}; frame-src ${origin}`
    : `script-src ${origin} https://js.docusign.com; connect-src ${origin}; frame-src ${origin} https://apps.docusign.com`;
