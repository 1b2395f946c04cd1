import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import type { BuilderStore } from './builder-store.ts';
import { contrastNote } from './contrast.ts';
import type { Choices } from './snippet.ts';

type TextName = Exclude<keyof Choices, 'mode' | 'isolation' | 'locale'>;

interface TextFieldProps {
  readonly store: BuilderStore;
  readonly name: TextName;
  readonly label: string;
  readonly hint?: string | undefined;
  /** Another control for the same value, before the text field. */
  readonly before?: ComponentChildren;
  readonly status?: ComponentChildren;
  readonly attributes?: InputHTMLAttributes<HTMLInputElement>;
}

function TextField({ store, name, label, hint, before, status, attributes }: TextFieldProps) {
  const error = store.visibleError(name);
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <div class="inputs">
        {before}
        <input
          {...attributes}
          id={name}
          spellcheck={false}
          value={store.input.value[name]}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy || undefined}
          onInput={({ currentTarget }) => store.choose({ [name]: currentTarget.value })}
          onBlur={() => store.visit(name)}
        />
      </div>
      {error && (
        <p class="error" id={`${name}-error`} role="alert">
          <strong>Error:</strong> {error}
        </p>
      )}
      {status}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface SelectFieldProps<Value extends string> {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly options: Readonly<Record<Value, string>>;
  readonly onChoose: (value: Value) => void;
}

function SelectField<Value extends string>({ id, label, hint, value, options, onChoose }: SelectFieldProps<Value>) {
  const isValue = (text: string): text is Value => Object.hasOwn(options, text);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={hint && `${id}-hint`}
        onChange={({ currentTarget }) => {
          if (isValue(currentTarget.value)) onChoose(currentTarget.value);
        }}
      >
        {Object.keys(options)
          .filter(isValue)
          .map((option) => (
            <option key={option} value={option}>
              {options[option]}
            </option>
          ))}
      </select>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Shows the site and mode of the key, so that the site owner notices a wrong key before pasting the code. */
function SiteStatus({ store }: { readonly store: BuilderStore }) {
  const check = store.siteCheck.value;
  const text = () => {
    if (!check) return store.errors.value.site ? '' : 'Checking the key…';
    if ('site' in check) return `${check.site.name}, ${check.site.environment} mode`;
    return check.isUnknown ? '' : check.problem;
  };
  return (
    <p class="site" role="status">
      {text()}
    </p>
  );
}

const DEFAULT_ACCENT = '#0d6e4f';

function ColorField({ store }: { readonly store: BuilderStore }) {
  const check = store.siteCheck.value;
  const siteAccent = check && 'site' in check ? check.site.branding.accent : undefined;
  const defaultAccent = siteAccent ?? DEFAULT_ACCENT;
  const accent = store.choices.value.accent || defaultAccent;
  const source = `${siteAccent ? 'Your site’s color' : 'The default color'} is ${defaultAccent}. `;
  return (
    <TextField
      store={store}
      name="accent"
      label="Brand color"
      hint={(store.input.value.accent ? '' : source) + contrastNote(accent)}
      attributes={{ placeholder: defaultAccent, autocomplete: 'off' }}
      before={
        <input
          type="color"
          aria-label="Pick a brand color"
          value={accent.toLowerCase()}
          onInput={({ currentTarget }) => store.choose({ accent: currentTarget.value })}
        />
      }
    />
  );
}

const MODES = {
  inline: 'Inline',
  button: 'Button (we provide it)',
  dialog: 'Your own button (opens a dialog)',
} as const;
const LANGUAGES = { '': 'Match the page', en: 'English', es: 'Spanish' } as const;
const ISOLATIONS = { shadow: 'Standard (shadow DOM)', frame: 'Maximum (iframe, separate origin)' } as const;

export function ChoiceFields({ store }: { readonly store: BuilderStore }) {
  const { mode, isolation, locale } = store.input.value;
  return (
    <form onSubmit={(event) => event.preventDefault()} aria-label="Settings">
      <fieldset>
        <legend>Basics</legend>
        <TextField
          store={store}
          name="site"
          label="Publishable key"
          hint="Your operator gives you a test key (pk_test_…) for trial contracts and a live key (pk_live_…) for real ones. A key works only on the origins listed for it, such as https://www.example.com."
          status={<SiteStatus store={store} />}
          attributes={{ autocomplete: 'off' }}
        />
        <SelectField
          id="mode"
          label="Display"
          value={mode}
          options={MODES}
          onChoose={(mode) => store.choose({ mode })}
        />
        <SelectField
          id="locale"
          label="Language"
          value={locale}
          options={LANGUAGES}
          onChoose={(locale) => store.choose({ locale })}
        />
        <ColorField store={store} />
      </fieldset>
      <fieldset>
        <legend>Content</legend>
        <TextField
          store={store}
          name="postalCode"
          label="Default ZIP code"
          attributes={{ inputMode: 'numeric', maxLength: 5, autocomplete: 'off' }}
        />
        {mode !== 'inline' && (
          <TextField store={store} name="label" label="Button text" attributes={{ maxLength: 60 }} />
        )}
        <TextField
          store={store}
          name="phone"
          label="Fallback phone number"
          hint="Shown if rates can’t load."
          attributes={{ type: 'tel', autocomplete: 'off' }}
        />
      </fieldset>
      <fieldset>
        <legend>Advanced</legend>
        <SelectField
          id="isolation"
          label="Isolation"
          hint="Choose Maximum if scripts on your page, such as tag managers, must not be able to read what customers enter. It requires a hosted page."
          value={isolation}
          options={ISOLATIONS}
          onChoose={(isolation) => store.choose({ isolation })}
        />
        <TextField
          store={store}
          name="events"
          label="Analytics event array"
          hint="Global array that receives the widget’s events, such as dataLayer. Events contain no personal data."
          attributes={{ autocomplete: 'off' }}
        />
        <div class="field check">
          <input
            type="checkbox"
            id="pinned"
            aria-describedby="pinned-hint"
            checked={store.isPinned.value}
            onChange={({ currentTarget }) => {
              store.isPinned.value = currentTarget.checked;
            }}
          />
          <label for="pinned">Pin to version {store.version} (with integrity hash)</label>
          <p class="hint" id="pinned-hint">
            You won’t get updates automatically.
          </p>
        </div>
      </fieldset>
    </form>
  );
}
