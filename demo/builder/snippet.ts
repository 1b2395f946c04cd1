/** What a site owner has chosen. Empty is not chosen. */
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

/** Where the loader is, and which one: an exact release with its hash, or whatever is newest of version 1. */
export interface Source {
  readonly origin: string;
  readonly release?: { readonly version: string; readonly integrity: string };
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const isSpanish = ({ locale }: Choices) => locale.startsWith('es');

/** The words on a button of the page's own. */
export const wordsOn = (choices: Choices): string =>
  choices.label || (isSpanish(choices) ? 'Ver tarifas de energía' : 'See energy rates');

/** The element's attributes, those that say something. */
export const attributesOf = (choices: Choices) => {
  const { site, mode, isolation, label, locale, postalCode, phone, events } = choices;
  return Object.entries({
    site,
    mode: mode === 'inline' ? '' : mode,
    isolation: isolation === 'frame' ? isolation : '',
    // The button is there before the language is.
    label: mode === 'button' ? label || (isSpanish(choices) ? 'Ver tarifas' : '') : '',
    locale,
    'postal-code': postalCode,
    phone,
    events,
  }).filter(([, value]) => value);
};

const tag = ({ origin, release }: Source, more: string) =>
  release
    ? `<script async src="${origin}/v${release.version}/shopper.js" integrity="${release.integrity}" crossorigin="anonymous"${more}></script>`
    : `<script async src="${origin}/shopper.js"${more}></script>`;

/**
 * What to paste. A button of the page's own stands inside an element, and so do words for when the shop does not come up in
 * another language than ours; everything else is one tag.
 *
 * @example snippet({ ...choices, site: 'pk_test_demo' }, { origin: 'https://shop.example' })
 * // '<script async src="https://shop.example/shopper.js" data-site="pk_test_demo"></script>'
 */
export const snippet = (choices: Choices, source: Source): string => {
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
};

/** For a tag manager that strips `data-…`: the tag's address says it all. `target` is a selector of the place. */
export const tagManagerSnippet = (choices: Choices, { origin }: Source, target: string): string => {
  const query = new URLSearchParams([
    ...attributesOf(choices).map(([name, value]) => [name, value ?? '']),
    ['target', target],
  ]);
  return `<script async src="${origin}/shopper.js?${escaped(String(query))}"></script>`;
};

/** The site's page of ours, by its key: it leads to the address that people may keep. */
export const hostedPage = ({ site }: Choices, { origin }: Source): string =>
  `${origin}/shop/${encodeURIComponent(site)}`;

/**
 * What a page with a Content-Security-Policy adds to it (https://www.w3.org/TR/CSP3/). What is in a frame of ours is under a policy of
 * its own.
 */
export const policyLine = ({ isolation }: Choices, { origin }: Source): string =>
  isolation === 'frame'
    ? `script-src ${origin}; connect-src ${origin}; frame-src ${origin}`
    : `script-src ${origin} https://js.docusign.com; connect-src ${origin}; frame-src ${origin} https://apps.docusign.com`;
