import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { BuilderStore } from './builder-store.ts';
import { attributesOf, pageButtonLabel } from './snippet.ts';

const screen = signal('desktop');
const scheme = signal(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
const language = signal('en');

const SWITCHES = [
  ['Screen', screen, { desktop: 'Desktop', phone: 'Phone' }],
  ['Color scheme', scheme, { light: 'Light', dark: 'Dark' }],
  ['Page language', language, { en: 'English', es: 'Spanish' }],
] as const;

const Toolbar = () => (
  <div class="toolbar">
    {SWITCHES.map(([legend, setting, values]) => (
      <fieldset key={legend}>
        <legend>{legend}</legend>
        {Object.entries(values).map(([value, text]) => (
          <label key={value}>
            <input
              type="radio"
              name={legend}
              checked={setting.value === value}
              onChange={() => {
                setting.value = value;
              }}
            />
            {text}
          </label>
        ))}
      </fieldset>
    ))}
  </div>
);

/**
 * Previews the widget on an empty page in an iframe, so that the page's width, color scheme and language can differ
 * from the builder's, and dialogs open inside the preview.
 */
export function Preview({ store }: { readonly store: BuilderStore }) {
  const [page, setPage] = useState<Document | null>(null);
  const choices = store.choices.value;
  const { mode, isolation, site, accent } = choices;
  const colorScheme = scheme.value;
  const buttonKey = mode === 'inline' ? '' : `${choices.locale} ${choices.label}`;

  // The element reads these options only when it is created, so changing one of them requires a new element. All other
  // options are changed on the existing element, which keeps the customer's input.
  useEffect(() => {
    if (!page) return;
    page.documentElement.lang = language.value;
    if (!site) return page.body.replaceChildren();
    const shop = page.createElement('commercial-shopper');
    for (const [name, value] of attributesOf(choices)) shop.setAttribute(name, value);
    if (mode === 'dialog') {
      const button = page.createElement('button');
      button.type = 'button';
      button.textContent = pageButtonLabel(choices);
      shop.append(button);
    }
    page.body.replaceChildren(shop);
  }, [page, site, mode, isolation, language.value, buttonKey]);

  useEffect(() => {
    const shop = page?.querySelector('commercial-shopper');
    const attributes = new Map(attributesOf(choices));
    for (const name of ['locale', 'postal-code', 'phone', 'events']) {
      const value = attributes.get(name);
      if (value === undefined) shop?.removeAttribute(name);
      else if (shop?.getAttribute(name) !== value) shop?.setAttribute(name, value);
    }
    if (accent) shop?.style.setProperty('--shopper-accent', accent);
    else shop?.style.removeProperty('--shopper-accent');
    page?.documentElement.style.setProperty('color-scheme', colorScheme);
  });

  return (
    <section aria-label="Preview">
      <h2>Preview</h2>
      <Toolbar />
      {!site && <p>The preview appears once the publishable key has been checked.</p>}
      <iframe
        title="Preview of your page"
        src="/builder/preview"
        class={screen.value}
        hidden={!site}
        onLoad={({ currentTarget }) => setPage(currentTarget.contentDocument)}
      />
    </section>
  );
}
