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

/** The loader's origin, and whether to use an exact release with its hash or the newest 1.x version. */
export interface Source {
  readonly origin: string;
  readonly release?: { readonly version: string; readonly integrity: string };
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const pageButtonLabel = ({ label, locale }: Choices): string =>
  label || (locale.startsWith('es') ? 'Ver tarifas de energía' : 'See energy rates');

/** The options in camel case, except those with default values. */
function optionsOf({ site, mode, isolation, label, locale, postalCode, phone, events }: Choices) {
  return Object.entries({
    site,
    mode: mode === 'inline' ? '' : mode,
    isolation: isolation === 'frame' ? isolation : '',
    label: mode === 'button' ? label : '',
    locale,
    postalCode,
    phone,
    events,
  }).filter(([, value]) => value);
}

/** The element's attributes, except those with default values. */
export const attributesOf = (choices: Choices): readonly (readonly [name: string, value: string])[] =>
  optionsOf(choices).map(([name, value]) => [name.replace(/[A-Z]/g, '-$&').toLowerCase(), value]);

const attributesText = (attributes: readonly (readonly [string, string])[], prefix = '') =>
  attributes.map(([name, value]) => ` ${prefix}${name}="${escaped(value)}"`).join('');

const scriptTag = ({ origin, release }: Source, attributes: string) =>
  release
    ? `<script async src="${origin}/v${release.version}/shopper.js" integrity="${release.integrity}" crossorigin="anonymous"${attributes}></script>`
    : `<script async src="${origin}/shopper.js"${attributes}></script>`;

const accentRule = ({ accent }: Choices) => `commercial-shopper { --shopper-accent: ${escaped(accent)} }`;
const styleTag = (choices: Choices) => (choices.accent ? `<style>${accentRule(choices)}</style>\n` : '');

/**
 * Returns the HTML to paste: only a script tag, or an element and a script tag if the page provides the button.
 *
 * @example snippet({ ...choices, site: 'pk_test_demo' }, { origin: 'https://shop.example' })
 * // '<script async src="https://shop.example/shopper.js" data-site="pk_test_demo"></script>'
 */
export function snippet(choices: Choices, source: Source): string {
  const style = styleTag(choices);
  const attributes = attributesOf(choices);
  if (choices.mode !== 'dialog') return style + scriptTag(source, attributesText(attributes, 'data-'));
  const button = `<button type="button">${escaped(pageButtonLabel(choices))}</button>`;
  const element = `<commercial-shopper${attributesText(attributes)}>\n  ${button}\n</commercial-shopper>`;
  return `${style}${element}\n${scriptTag(source, '')}`;
}

export function reactSnippet(choices: Choices, { origin }: Source): string {
  const props = attributesText([['api', origin], ...optionsOf(choices)]);
  const element =
    choices.mode === 'dialog'
      ? `<CommercialShopper${props}>\n  <button type="button">{${JSON.stringify(pageButtonLabel(choices))}}</button>\n</CommercialShopper>`
      : `<CommercialShopper${props} />`;
  const style = choices.accent ? `<style>{'${accentRule(choices)}'}</style>\n` : '';
  return `import { CommercialShopper } from 'commercial-shopper/react';\n\n${style}${element}`;
}

/**
 * Returns the code for tag managers that strip `data-…` attributes: the options are in the query of the script's URL.
 * `target` is a CSS selector. A script tag cannot contain the page's own button, so the widget's button is used.
 */
export function tagManagerSnippet(choices: Choices, { origin }: Source, target: string): string {
  const attributes = attributesOf({ ...choices, mode: choices.mode === 'dialog' ? 'button' : choices.mode });
  const query = new URLSearchParams([...attributes.map((attribute) => [...attribute]), ['target', target]]);
  return `${styleTag(choices)}<script async src="${origin}/shopper.js?${escaped(String(query))}"></script>`;
}

/** URL of the site's hosted page, with the site key in the path. The BFF redirects it to the URL with the slug. */
export const hostedPage = ({ site }: Choices, { origin }: Source): string =>
  `${origin}/shop/${encodeURIComponent(site)}`;

/**
 * Additions to the page's Content-Security-Policy (https://www.w3.org/TR/CSP3/). With maximum isolation, DocuSign's
 * origins are not needed, because the iframe on our origin has a separate policy.
 */
export const policyLine = ({ isolation }: Choices, { origin }: Source): string =>
  isolation === 'frame'
    ? `script-src ${origin}; connect-src ${origin}; frame-src ${origin}`
    : `script-src ${origin} https://js.docusign.com; connect-src ${origin}; frame-src ${origin} https://apps.docusign.com`;
