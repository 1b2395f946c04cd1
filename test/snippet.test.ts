import { expect, test } from 'vitest';
import {
  type Choices,
  hostedPage,
  policyLine,
  reactSnippet,
  snippet,
  tagManagerSnippet,
} from '../demo/builder/snippet.ts';

const source = { origin: 'https://shop.example' };
const choices: Choices = {
  site: 'pk_test_demo',
  mode: 'inline',
  isolation: 'shadow',
  label: '',
  locale: '',
  postalCode: '',
  phone: '',
  events: '',
  accent: '',
};

test('the snippet omits default choices', () => {
  expect(snippet(choices, source)).toBe(
    '<script async src="https://shop.example/shopper.js" data-site="pk_test_demo"></script>',
  );
});

test('quotation marks and brackets are escaped, so they cannot end an attribute', () => {
  const written = snippet({ ...choices, phone: '"><script>alert(1)</script>' }, source);
  expect(written).toContain('data-phone="&quot;&gt;&lt;script&gt;');
});

test('a snippet for a pinned release contains the hash of the release', () => {
  const release = { version: '1.2.3', integrity: 'sha384-abc' };
  expect(snippet(choices, { ...source, release })).toContain(
    'src="https://shop.example/v1.2.3/shopper.js" integrity="sha384-abc" crossorigin="anonymous"',
  );
});

test('the snippet for a widget with our button has only the script tag', () => {
  expect(snippet({ ...choices, mode: 'button', label: 'Rates' }, source)).toBe(
    '<script async src="https://shop.example/shopper.js" data-site="pk_test_demo" data-mode="button" data-label="Rates"></script>',
  );
});

test("the snippet for the page's own button has the button inside the element", () => {
  expect(snippet({ ...choices, mode: 'dialog', label: 'Rates' }, source)).toMatch(
    /^<commercial-shopper site="pk_test_demo" mode="dialog">\s+<button type="button">Rates<\/button>\s+<\/commercial-shopper>/,
  );
});

test("the page's own button has a Spanish label if the language is Spanish", () => {
  const spanish: Choices = { ...choices, locale: 'es', mode: 'dialog' };
  expect(snippet(spanish, source)).toContain('>Ver tarifas de energía</button>');
  expect(snippet({ ...spanish, locale: '' }, source)).toContain('>See energy rates</button>');
});

test('the React code passes the options as props, and the button and the brand color as children', () => {
  expect(reactSnippet({ ...choices, postalCode: '75201', phone: '(214) 555-0142' }, source)).toBe(
    `import { CommercialShopper } from 'commercial-shopper/react';

<CommercialShopper api="https://shop.example" site="pk_test_demo" postalCode="75201" phone="(214) 555-0142" />`,
  );
  expect(reactSnippet({ ...choices, mode: 'dialog', label: '"Rates" {now}', accent: '#7a1fa2' }, source)).toBe(
    `import { CommercialShopper } from 'commercial-shopper/react';

<style>{'commercial-shopper { --shopper-accent: #7a1fa2 }'}</style>
<CommercialShopper api="https://shop.example" site="pk_test_demo" mode="dialog">
  <button type="button">{"\\"Rates\\" {now}"}</button>
</CommercialShopper>`,
  );
});

test("the snippet for a tag manager has all options in the script's URL", () => {
  expect(tagManagerSnippet({ ...choices, postalCode: '75201' }, source, '#rates')).toBe(
    '<script async src="https://shop.example/shopper.js?site=pk_test_demo&amp;postal-code=75201&amp;target=%23rates"></script>',
  );
});

test("the code for a tag manager includes the brand color, and our button instead of the page's own", () => {
  expect(tagManagerSnippet({ ...choices, mode: 'dialog', label: 'Rates', accent: '#7a1fa2' }, source, '#rates')).toBe(
    '<style>commercial-shopper { --shopper-accent: #7a1fa2 }</style>\n<script async src="https://shop.example/shopper.js?site=pk_test_demo&amp;mode=button&amp;label=Rates&amp;target=%23rates"></script>',
  );
});

test("HTML and tag manager snippets support an iframe, and the page's policy then does not have to allow DocuSign", () => {
  const iframeChoices: Choices = { ...choices, isolation: 'frame' };
  expect(snippet(iframeChoices, source)).toContain(' data-isolation="frame"');
  expect(snippet({ ...iframeChoices, mode: 'dialog' }, source)).toContain(' isolation="frame"');
  expect(tagManagerSnippet(iframeChoices, source, '#rates')).toContain('&amp;isolation=frame&amp;');
  expect(policyLine(iframeChoices, source)).toBe(
    'script-src https://shop.example; connect-src https://shop.example; frame-src https://shop.example',
  );
  expect(policyLine(choices, source)).toContain('https://apps.docusign.com');
  expect(hostedPage(choices, source)).toBe('https://shop.example/shop/pk_test_demo');
});
