import { signal } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import {
  attributesOf,
  type Choices,
  hostedPage,
  policyLine,
  type Source,
  snippet,
  tagManagerSnippet,
  wordsOn,
} from './snippet.ts';

const host = document.querySelector<HTMLElement>('#builder');
if (!host) throw new Error('the page has no #builder');
const { origin = '', version = '', integrity = '' } = host.dataset;

const choices = signal<Choices>({
  site: 'pk_test_demo',
  mode: 'inline',
  isolation: 'shadow',
  label: '',
  locale: '',
  postalCode: '',
  phone: '',
  events: '',
  accent: '',
});
const pinned = signal(false);
const copied = signal('');
function choose(part: Partial<Choices>) {
  choices.value = { ...choices.value, ...part };
}

function Text({
  name,
  label,
}: {
  readonly name: Exclude<keyof Choices, 'mode' | 'isolation'>;
  readonly label: string;
}) {
  return (
    <label>
      {label}
      <input value={choices.value[name]} onInput={(event) => choose({ [name]: event.currentTarget.value.trim() })} />
    </label>
  );
}

const languages = { '': 'That of the page', en: 'English', es: 'Spanish' } as const;
const modes = { inline: 'In the page', button: 'Behind our button', dialog: 'Behind your button' } as const;

function Snippet({ title, code }: { readonly title: string; readonly code: string }) {
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => {
        copied.value = title;
      },
      () => {
        copied.value = '';
      },
    );
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <pre>
        <code>{code}</code>
      </pre>
      <button type="button" onClick={copy}>
        {copied.value === title ? 'Copied' : 'Copy'}
      </button>
    </section>
  );
}

/**
 * Previews the widget as the page will show it. A new mode needs a new element, because an element reads its mode only
 * once.
 */
function Preview() {
  const place = useRef<HTMLDivElement>(null);
  const { mode, isolation, site, accent, label, locale } = choices.value;
  const words = wordsOn(choices.value);
  useEffect(() => {
    const shop = document.createElement('commercial-shopper');
    shop.setAttribute('mode', mode);
    shop.setAttribute('isolation', isolation);
    for (const [name, value] of attributesOf(choices.peek()))
      if (name === 'label' && value) shop.setAttribute(name, value);
    if (mode === 'dialog') {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = words;
      shop.append(button);
    }
    place.current?.replaceChildren(shop);
  }, [mode, isolation, site, label, words]);
  useEffect(() => {
    const shop = place.current?.querySelector<HTMLElement>('commercial-shopper');
    for (const [name, value] of attributesOf(choices.value)) if (value) shop?.setAttribute(name, value);
    if (!locale) shop?.removeAttribute('locale');
    shop?.style.setProperty('--shopper-accent', accent);
  });
  return <div ref={place} />;
}

function Builder() {
  const source: Source = { origin, ...(pinned.value && { release: { version, integrity } }) };
  return (
    <main>
      <header>
        <h1>Put the shop on your page</h1>
        <p>Choose, look, copy.</p>
      </header>
      <section aria-label="Choices">
        <Text name="site" label="Your key" />
        <label>
          Where it stands
          <select
            value={choices.value.mode}
            onChange={({ currentTarget }) => {
              const mode = (['inline', 'button', 'dialog'] as const).find((one) => one === currentTarget.value);
              if (mode) choose({ mode });
            }}
          >
            {Object.entries(modes).map(([mode, words]) => (
              <option key={mode} value={mode}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label>
          Kept apart from your page
          <select
            value={choices.value.isolation}
            onChange={({ currentTarget }) =>
              choose({ isolation: currentTarget.value === 'frame' ? 'frame' : 'shadow' })
            }
          >
            <option value="shadow">Its look</option>
            <option value="frame">Its look and its data</option>
          </select>
        </label>
        {choices.value.mode !== 'inline' && <Text name="label" label="Words on the button" />}
        <Text name="accent" label="Your color (#rrggbb)" />
        <label>
          Language
          <select
            value={choices.value.locale}
            onChange={({ currentTarget }) => choose({ locale: currentTarget.value })}
          >
            {Object.entries(languages).map(([locale, words]) => (
              <option key={locale} value={locale}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <Text name="postalCode" label="ZIP code filled in" />
        <Text name="phone" label="Telephone, should we be down" />
        <Text name="events" label="Array that hears events (dataLayer)" />
        <label>
          One release, to the letter
          <input
            type="checkbox"
            checked={pinned.value}
            onChange={({ currentTarget }) => {
              pinned.value = currentTarget.checked;
            }}
          />
        </label>
      </section>
      <div class="stack">
        <Snippet title="To paste where it should stand" code={snippet(choices.value, source)} />
        <section aria-label="Preview">
          <Preview />
        </section>
        <Snippet title="If your page has a Content-Security-Policy" code={policyLine(choices.value, source)} />
        <section aria-label="Notes">
          <h2>Hosted page</h2>
          <p>
            To link to, from a mail or where you have no page: <a href={hostedPage(choices.value, source)}>your shop</a>
            .
          </p>
          <h2>Where to paste</h2>
          <dl>
            <dt>WordPress</dt>
            <dd>A “Custom HTML” block. If your role may not use scripts, an administrator pastes it.</dd>
            <dt>Wix</dt>
            <dd>Settings, Custom Code, at the end of the body; name the place: add data-target="#its-id".</dd>
            <dt>Squarespace</dt>
            <dd>A “Code” block, set to HTML.</dd>
            <dt>Google Tag Manager</dt>
            <dd>
              A “Custom HTML” tag. It strips data-…, so the address says it all:
              <pre>
                <code>{tagManagerSnippet(choices.value, source, '#its-id')}</code>
              </pre>
            </dd>
          </dl>
        </section>
      </div>
    </main>
  );
}

render(<Builder />, host);
